//! Names that must survive as one segment of a URL's path.

/// A name that is neither `.` nor `..` and has no slash and no percent sign. Emptiness and length
/// are checked elsewhere.
pub fn path_segment_name(name: &str) -> Vec<String> {
    match name {
        "." | ".." => vec![format!("may not be '{name}'")],
        _ => path_segment_prefix(name),
    }
}

/// The beginning of such a name: whatever follows can still make it different from `.` and `..`.
pub fn path_segment_prefix(name: &str) -> Vec<String> {
    let banned = ['/', '%'].into_iter().filter(|sign| name.contains(*sign));
    banned.map(|sign| format!("may not contain '{sign}'")).collect()
}
