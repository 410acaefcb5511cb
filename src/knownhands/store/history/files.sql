INSERT INTO subject_files
SELECT f.commit_no, f.path, f.previous_path, f.status, f.old_mode, f.new_mode, l.lines_added, l.lines_deleted, l.is_binary
FROM file_changes AS f
LEFT JOIN line_counts AS l ON l.commit_no = f.commit_no AND l.path = f.path
WHERE f.commit_no IN (SELECT subject_id FROM subjects);
