//! Writes the API types from the facts in `xtask/facts`.
//!
//! One file per root kind, types that several kinds share in files named for the idea
//! ([`placement`]); a shared type without a place fails the run.

mod facts;
mod placement;
mod resources;
mod rust;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use facts::{Facts, GroupVersion};

/// Generates every file, or with `check` only compares.
pub(crate) fn run(check: bool) -> Result<()> {
    let root = crate::root();
    let facts = Facts::load(&root.join("xtask/facts"))?;
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for gv in facts.group_versions() {
        let dir = root.join(gv.dir()).join("generated");
        for (name, text) in group_version(&facts, &gv)? {
            files.insert(dir.join(name), text);
        }
    }
    files.insert(root.join("api/src/generated/resources.rs"), resources::resources(&facts)?);
    files.insert(root.join("api/src/generated/kinds.rs"), resources::kinds(&facts)?);
    let formatted = format(&files)?;
    let mut stale = Vec::new();
    for (path, text) in &formatted {
        if std::fs::read_to_string(path).is_ok_and(|old| old == *text) {
            continue;
        }
        stale.push(path.display().to_string());
        if !check {
            std::fs::create_dir_all(path.parent().context("a file has a folder")?)?;
            std::fs::write(path, text)?;
        }
    }
    if check && !stale.is_empty() {
        bail!("stale, run `cargo xtask generate`:\n{}", stale.join("\n"));
    }
    println!("generate: {} files, {} changed", formatted.len(), stale.len());
    Ok(())
}

fn group_version(facts: &Facts, gv: &GroupVersion) -> Result<Vec<(String, String)>> {
    let places = placement::place(facts, gv)?;
    let mut out = Vec::new();
    let mut contents = format!(
        "//! The types of {}. Written by `cargo xtask generate`.\n\n",
        if gv.name().is_empty() { "v1".to_owned() } else { gv.name() }
    );
    for (file, types) in &places {
        contents.push_str(&format!("mod {file};\n"));
        out.push((format!("{file}.rs"), rust::file(facts, gv, file, types)?));
    }
    contents.push('\n');
    for file in places.keys() {
        contents.push_str(&format!("pub use {file}::*;\n"));
    }
    out.push(("mod.rs".to_owned(), contents));
    Ok(out)
}

/// Runs rustfmt over the texts, in a scratch folder so that a check changes nothing.
fn format(files: &BTreeMap<PathBuf, String>) -> Result<BTreeMap<PathBuf, String>> {
    let scratch = crate::root().join("target/xtask-generate");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    std::fs::create_dir_all(&scratch)?;
    std::fs::copy(crate::root().join("rustfmt.toml"), scratch.join("rustfmt.toml"))?;
    let mut names = Vec::new();
    for (i, text) in files.values().enumerate() {
        // Out-of-line modules would make rustfmt look for their files.
        let flat = text.replace("\nmod ", "\n//mod ");
        let name = scratch.join(format!("f{i}.rs"));
        std::fs::write(&name, flat)?;
        names.push(name);
    }
    let status = Command::new("rustfmt").arg("--edition=2024").args(&names).status()?;
    if !status.success() {
        bail!("rustfmt failed on generated code");
    }
    let mut out = BTreeMap::new();
    for (path, name) in files.keys().zip(names) {
        let text = std::fs::read_to_string(&name)?.replace("\n//mod ", "\nmod ");
        out.insert(path.clone(), text);
    }
    Ok(out)
}
