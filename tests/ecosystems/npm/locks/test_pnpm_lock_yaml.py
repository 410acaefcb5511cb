V9 = """\
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      bowl:
        specifier: ^1.0.0
        version: 1.10(clay@2.0.0)
      alias:
        specifier: npm:@potters/glaze@4
        version: '@potters/glaze@4.0.0'
  parts/lid:
    devDependencies:
      app:
        specifier: workspace:*
        version: link:../..
      far:
        specifier: link:../../../far
        version: link:../../../far
packages:
  bowl@1.10:
    resolution: {integrity: sha512-aa==}
    peerDependencies: {clay: '*'}
  clay@2.0.0:
    resolution: {integrity: sha512-bb==}
  '@potters/glaze@4.0.0':
    resolution: {integrity: sha512-cc==}
  kiln@https://codeload.example/kiln/tar.gz/00:
    resolution: {tarball: https://codeload.example/kiln/tar.gz/00}
    version: 3.0.0
snapshots:
  bowl@1.10(clay@2.0.0):
    dependencies:
      clay: 2.0.0
      kiln: https://codeload.example/kiln/tar.gz/00
  clay@2.0.0: {}
  '@potters/glaze@4.0.0': {}
  kiln@https://codeload.example/kiln/tar.gz/00: {}
"""
V6 = """\
lockfileVersion: '6.0'
dependencies:
  bowl:
    specifier: ^1.0.0
    version: 1.0.0(clay@2.0.0)
packages:
  /bowl@1.0.0(clay@2.0.0):
    resolution: {integrity: sha512-aa==}
    dependencies:
      clay: 2.0.0
    dev: false
  /clay@2.0.0:
    resolution: {integrity: sha512-bb==}
  forge.example/kiln/00:
    resolution: {tarball: https://forge.example/kiln/00}
    name: kiln
    version: 3.0.0
"""


def test_version_9_with_peers_aliases_workspaces_and_archives(read_lock) -> None:
    dependencies = read_lock(**{"pnpm-lock.yaml": V9})
    assert dependencies["bowl"].version == "1.10"
    assert dependencies["bowl"].is_direct is True
    assert dependencies["@potters/glaze"].is_direct is True
    assert dependencies["clay"].brought_in_by == ("pkg:npm/bowl@1.10",)
    assert dependencies["clay"].hashes == ("sha512-bb==",)
    assert dependencies["kiln"].gap == "url: https://codeload.example/kiln/tar.gz/00"
    assert dependencies["kiln"].brought_in_by == ("pkg:npm/bowl@1.10",)
    assert dependencies["far"].gap == "local path: link:../../../far"
    assert "app" not in dependencies


def test_version_6_of_a_single_project(read_lock) -> None:
    dependencies = read_lock(**{"pnpm-lock.yaml": V6})
    assert dependencies["bowl"].purl == "pkg:npm/bowl@1.0.0"
    assert dependencies["clay"].brought_in_by == ("pkg:npm/bowl@1.0.0",)
    assert dependencies["kiln"].gap == "url: https://forge.example/kiln/00"


def test_the_document_about_pnpm_itself_is_read_too(read_lock) -> None:
    dependencies = read_lock(**{"pnpm-lock.yaml": f"---\n{V6.replace('bowl', 'tool')}\n---\n{V9}"})
    assert {"tool", "bowl"} <= set(dependencies)
