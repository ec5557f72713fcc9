//! Writes the files of a volume so that readers see either all of the old or all of the new.
//!
//! The files stand in a directory with the time in its name; the link `..data` leads to it, and the
//! names that users see lead through that link. An update makes a new directory and renames a new
//! link over the old one, which is one step for the kernel. What a killed writer left behind is
//! removed by the next.
//!
//! Upstream: `pkg/volume/util/atomic_writer.go`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::payload::Payload;

const DATA: &str = "..data";
const DATA_TMP: &str = "..data_tmp";

/// Brings the files below `directory` to `payload`; tells whether anything had to change. `stamp`
/// names the new files' directory, and is used once only.
///
/// # Errors
/// When the disk fails; readers then still see the old files.
pub fn write(directory: &Path, payload: &Payload, stamp: &str) -> io::Result<bool> {
    fs::create_dir_all(directory)?;
    let current = fs::read_link(directory.join(DATA)).ok();
    let current = current.filter(|target| directory.join(target).is_dir());
    if let Some(current) = &current
        && is_same(&directory.join(current), payload)?
        && visible_names(directory)? == wanted_names(payload)
    {
        return Ok(false);
    }

    let new = PathBuf::from(format!("..{stamp}"));
    let place = directory.join(&new);
    fs::create_dir(&place)?;
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755))?;
    for (path, file) in payload {
        let path = place.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &file.data)?;
        // The umask may have taken something away.
        fs::set_permissions(&path, fs::Permissions::from_mode(file.mode))?;
    }

    let link = directory.join(DATA_TMP);
    remove_if_there(&link)?;
    symlink(&new, &link)?;
    fs::rename(&link, directory.join(DATA))?;

    let wanted = wanted_names(payload);
    let visible = visible_names(directory)?;
    for name in wanted.difference(&visible) {
        symlink(Path::new(DATA).join(name), directory.join(name))?;
    }
    for name in visible.difference(&wanted) {
        remove_if_there(&directory.join(name))?;
    }
    remove_stale(directory, &new)?;
    Ok(true)
}

/// The names on the first level of a payload.
fn wanted_names(payload: &Payload) -> BTreeSet<String> {
    payload.keys().filter_map(|path| path.split('/').next()).map(str::to_owned).collect()
}

/// The names that users see now.
fn visible_names(directory: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with("..") {
            names.insert(name);
        }
    }
    Ok(names)
}

/// Whether the files below `place` are exactly those of `payload`.
fn is_same(place: &Path, payload: &Payload) -> io::Result<bool> {
    let mut found = BTreeSet::new();
    collect_files(place, Path::new(""), &mut found)?;
    if found.len() != payload.len() {
        return Ok(false);
    }
    for (path, file) in payload {
        if !found.contains(path) {
            return Ok(false);
        }
        let path = place.join(path);
        let mode = fs::metadata(&path)?.permissions().mode() & 0o777;
        if mode != file.mode || fs::read(&path)? != file.data {
            return Ok(false);
        }
    }
    Ok(true)
}

fn collect_files(base: &Path, below: &Path, out: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(base.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect_files(base, &path, out)?;
        } else {
            out.insert(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Removes every directory of files but the one in use.
fn remove_stale(directory: &Path, keep: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let ours = name.to_string_lossy().starts_with("..");
        if ours && entry.file_type()?.is_dir() && *name != *keep.as_os_str() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::payload::PayloadFile;
    use super::*;

    fn payload(files: &[(&str, &str)]) -> Payload {
        let file = |text: &str| PayloadFile { data: text.as_bytes().to_vec(), mode: 0o640 };
        files.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect()
    }

    fn names(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_seen_through_one_link() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("volume");
        assert!(write(&directory, &payload(&[("a", "1"), ("d/b", "2")]), "t1").unwrap());
        assert_eq!(names(&directory), ["..data", "..t1", "a", "d"]);
        assert_eq!(fs::read_to_string(directory.join("d/b")).unwrap(), "2");
        let mode = fs::metadata(directory.join("a")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(fs::read_link(directory.join("a")).unwrap(), Path::new("..data/a"));

        assert!(!write(&directory, &payload(&[("a", "1"), ("d/b", "2")]), "t2").unwrap());
        assert_eq!(names(&directory), ["..data", "..t1", "a", "d"], "nothing to do");

        assert!(write(&directory, &payload(&[("a", "3"), ("c", "4")]), "t3").unwrap());
        assert_eq!(names(&directory), ["..data", "..t3", "a", "c"]);
        assert_eq!(fs::read_to_string(directory.join("a")).unwrap(), "3");
        assert!(write(&directory, &Payload::new(), "t4").unwrap());
        assert_eq!(names(&directory), ["..data", "..t4"]);
    }

    #[test]
    fn what_a_killed_writer_left_does_not_harm() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path();
        write(directory, &payload(&[("a", "1")]), "t1").unwrap();
        fs::create_dir(directory.join("..t2")).unwrap();
        fs::write(directory.join("..t2/a"), "half").unwrap();
        symlink("..t2", directory.join(DATA_TMP)).unwrap();
        assert_eq!(fs::read_to_string(directory.join("a")).unwrap(), "1");
        assert!(write(directory, &payload(&[("a", "2")]), "t3").unwrap());
        assert_eq!(names(directory), ["..data", "..t3", "a"]);
        // Killed between the rename and the links of new names.
        fs::remove_file(directory.join("a")).unwrap();
        assert!(write(directory, &payload(&[("a", "2")]), "t4").unwrap());
        assert_eq!(fs::read_to_string(directory.join("a")).unwrap(), "2");
    }
}
