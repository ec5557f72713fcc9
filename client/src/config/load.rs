//! Reading kubeconfig files, merging them, and writing one.
//!
//! *Upstream:* `client-go/tools/clientcmd/loader.go`: the first file to name something wins, whole
//! entries at a time; relative paths are relative to the file that has them.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use bowline_apimachinery::codec::yaml;

use super::{ConfigError, Kubeconfig};

impl Kubeconfig {
    /// Reads a text; relative paths in it stay as they are.
    ///
    /// # Errors
    /// When it is not a kubeconfig.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        Self::parse_from("text", text)
    }

    fn parse_from(origin: &str, text: &str) -> Result<Self, ConfigError> {
        let value = yaml::from_str(text).map_err(|source| ConfigError::Yaml {
            origin: origin.to_owned(),
            source: Box::new(source),
        })?;
        // An empty file is an empty configuration.
        if value.is_null() {
            return Ok(Self::default());
        }
        serde_json::from_value(value)
            .map_err(|source| ConfigError::Shape { origin: origin.to_owned(), source })
    }

    /// Reads a file, which must exist. Blocks for as long as that takes.
    ///
    /// # Errors
    /// When it is not there or not a kubeconfig.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let mut config = Self::parse_from(&path.display().to_string(), &text)?;
        config.anchor(path.parent().unwrap_or(Path::new("")));
        Ok(config)
    }

    /// Reads files and merges them, the first going before the others; those that do not exist are
    /// passed over.
    ///
    /// # Errors
    /// When one that exists cannot be read.
    pub fn load_all(paths: &[PathBuf]) -> Result<Self, ConfigError> {
        let mut seen = BTreeSet::new();
        let mut merged = Self::default();
        for path in paths {
            if path.as_os_str().is_empty() || !seen.insert(path) {
                continue;
            }
            match Self::load(path) {
                Ok(config) => merged.merge(config),
                Err(ConfigError::Read { source, .. })
                    if source.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(merged)
    }

    /// Reads what `KUBECONFIG` names, or `~/.kube/config`.
    ///
    /// # Errors
    /// When a file that exists cannot be read.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::load_all(&default_paths())
    }

    /// Adds what another has and this one has not.
    pub fn merge(&mut self, other: Self) {
        if self.current_context.is_empty() {
            self.current_context = other.current_context;
        }
        merge(&mut self.clusters, other.clusters, |entry| &entry.name);
        merge(&mut self.users, other.users, |entry| &entry.name);
        merge(&mut self.contexts, other.contexts, |entry| &entry.name);
        merge(&mut self.extensions, other.extensions, |entry| &entry.name);
    }

    /// Writes a file that only its owner can read. Blocks for as long as that takes.
    ///
    /// The file is complete or untouched: it is written beside its place and then moved there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), ConfigError> {
        let failed = |source| ConfigError::Write { path: path.to_owned(), source };
        let text = self.to_yaml().map_err(|error| failed(std::io::Error::other(error)))?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let beside = path.with_file_name(name);
        write_private(&beside, text.as_bytes()).map_err(failed)?;
        std::fs::rename(&beside, path).map_err(failed)
    }

    /// The file as text.
    ///
    /// # Errors
    /// When an extension holds what YAML cannot.
    pub fn to_yaml(
        &self,
    ) -> Result<String, impl std::error::Error + Send + Sync + 'static + use<>> {
        yaml::to_string(self)
    }

    /// Makes relative paths relative to a directory.
    fn anchor(&mut self, directory: &Path) {
        let anchor = |path: &mut String| {
            if !path.is_empty() && Path::new(path.as_str()).is_relative() {
                *path = directory.join(&*path).to_string_lossy().into_owned();
            }
        };
        for entry in &mut self.clusters {
            anchor(&mut entry.cluster.certificate_authority);
        }
        for entry in &mut self.users {
            let user = &mut entry.user;
            anchor(&mut user.client_certificate);
            anchor(&mut user.client_key);
            anchor(&mut user.token_file);
            if let Some(exec) = &mut user.exec
                && exec.command.contains(std::path::is_separator)
            {
                anchor(&mut exec.command);
            }
        }
    }
}

/// The files that `KUBECONFIG` names, or the one in the home directory.
fn default_paths() -> Vec<PathBuf> {
    match env::var_os("KUBECONFIG") {
        Some(list) if !list.is_empty() => env::split_paths(&list).collect(),
        _ => env::home_dir().map(|home| home.join(".kube").join("config")).into_iter().collect(),
    }
}

fn merge<T>(into: &mut Vec<T>, from: Vec<T>, name: impl Fn(&T) -> &String) {
    for entry in from {
        if !into.iter().any(|known| name(known) == name(&entry)) {
            into.push(entry);
        }
    }
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)?.write_all(bytes)
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}
