-- Nothing reads these two. The refs of a clone are asked of git; trailers stand in the messages.
DROP TABLE trailers;
DROP TABLE refs;
