//! Rules that no compiler checks: module heads, file sizes, names, layers.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Lines a file may have; generated ones are exempt.
const MAX_LINES: usize = 800;
/// Module names that say nothing.
const DRAWERS: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "misc"];
/// Siblings that may import each other, by folder: everything else points down only.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("apimachinery", &[]),
    ("cel", &["apimachinery"]),
    ("api", &["apimachinery"]),
    ("derive", &[]),
    ("client", &["apimachinery", "api"]),
    ("apiserver", &["apimachinery", "api", "cel"]),
    ("controller-runtime", &["apimachinery", "api", "client"]),
    ("scheduler-framework", &["apimachinery", "api", "cel", "client"]),
    ("kubelet-core", &["apimachinery", "api", "client"]),
    ("proxy-core", &["apimachinery", "api", "client"]),
    ("controllers", &["apimachinery", "api", "client", "controller-runtime"]),
    ("tests", &[]),
];

/// Runs every rule and reports all faults together.
pub(crate) fn run() -> Result<()> {
    let root = crate::root();
    let mut faults = Vec::new();
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).display().to_string();
        let text = std::fs::read_to_string(file).with_context(|| name.clone())?;
        check_file(&name, &text, &mut faults);
    }
    for (krate, allowed) in MAY_IMPORT {
        check_layer(&root, krate, allowed, &mut faults)?;
    }
    if faults.is_empty() {
        println!("tidy: {} files in order", files.len());
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

fn check_file(name: &str, text: &str, faults: &mut Vec<String>) {
    if !text.starts_with("//!") {
        faults.push(format!("{name}: a module begins with `//!`"));
    }
    if text.lines().count() > MAX_LINES && !name.contains("/generated/") {
        faults.push(format!("{name}: longer than {MAX_LINES} lines"));
    }
    let stem = Path::new(name).file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    if DRAWERS.contains(&stem) || DRAWERS.iter().any(|d| name.contains(&format!("/{d}/"))) {
        faults.push(format!("{name}: a drawer is no name"));
    }
    let banned = [concat!("#[should_", "panic"), concat!("```", "ignore")];
    if banned.iter().any(|b| text.contains(b)) {
        faults.push(format!("{name}: no should_panic, no ignored examples"));
    }
}

/// Checks a manifest's ordinary dependencies against the layers.
fn check_layer(root: &Path, krate: &str, allowed: &[&str], faults: &mut Vec<String>) -> Result<()> {
    if krate == "tests" {
        return Ok(());
    }
    let path = root.join(krate).join("Cargo.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut ordinary = false;
    for line in text.lines() {
        if line.starts_with('[') {
            ordinary = line == "[dependencies]";
        }
        let Some(name) = line.strip_prefix("bowline-").filter(|_| ordinary) else { continue };
        let name = name.split(['.', ' ', '=']).next().unwrap_or(name);
        if !allowed.contains(&name) {
            faults.push(format!("{krate}/Cargo.toml: must not import {name}"));
        }
    }
    Ok(())
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
