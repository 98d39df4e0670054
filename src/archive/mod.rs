//! A folder of files becomes articles.
