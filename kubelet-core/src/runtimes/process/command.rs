//! What a container runs: program, arguments, environment, directory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths::PathMap;
use crate::runtime::{ContainerConfig, RuntimeError};

/// Where programs are looked up if the container does not say.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A command as the kernel takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invocation {
    /// Program and arguments.
    pub(super) words: Vec<String>,
    /// The whole environment.
    pub(super) env: BTreeMap<String, String>,
    /// Working directory.
    pub(super) directory: PathBuf,
    /// User to run as.
    pub(super) user: Option<u32>,
    /// Group to run as.
    pub(super) group: Option<u32>,
    /// Where the container's paths are, for commands that come later.
    #[serde(default)]
    pub(super) paths: PathMap,
}

/// What a container runs, with its paths on the host.
pub(super) fn invocation(
    config: &ContainerConfig,
    hostname: &str,
    own_root: &Path,
    map: &PathMap,
) -> Result<Invocation, RuntimeError> {
    let mut words: Vec<String> =
        config.command.iter().chain(&config.args).map(|word| map.rewrite(word)).collect();
    if words.is_empty() {
        words = built_in(&config.image).ok_or_else(|| RuntimeError::Config {
            field: "command",
            message: format!(
                "image {:?} is only a name on this node, and the container has neither command \
                 nor args: there is nothing to run",
                config.image
            ),
        })?;
    }
    let mut env: BTreeMap<String, String> = [
        ("PATH".to_owned(), std::env::var("PATH").unwrap_or_else(|_| DEFAULT_PATH.to_owned())),
        ("HOSTNAME".to_owned(), hostname.to_owned()),
        ("HOME".to_owned(), std::env::var("HOME").unwrap_or_else(|_| "/".to_owned())),
        ("BOWLINE_ROOT".to_owned(), own_root.to_string_lossy().into_owned()),
    ]
    .into();
    if config.tty {
        env.insert("TERM".to_owned(), "xterm".to_owned());
    }
    for (name, value) in &config.envs {
        // Such a name would be taken apart by the kernel's form of an environment.
        if !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0') {
            env.insert(name.clone(), map.rewrite(value));
        }
    }
    let directory = match config.working_dir.as_str() {
        "" => own_root.to_owned(),
        directory => PathBuf::from(map.rewrite(directory)),
    };
    let context = config.security_context.as_deref();
    let id = |field: &'static str, id: Option<i64>| {
        id.map(|id| {
            u32::try_from(id).map_err(|_| RuntimeError::Config {
                field,
                message: format!("{id} is not a user or group of this host"),
            })
        })
        .transpose()
    };
    let user = id("securityContext.runAsUser", context.and_then(|c| c.run_as_user))?;
    let group = id("securityContext.runAsGroup", context.and_then(|c| c.run_as_group))?;
    if context.and_then(|c| c.run_as_non_root) == Some(true) && user.is_none_or(|user| user == 0) {
        return Err(RuntimeError::Config {
            field: "securityContext.runAsNonRoot",
            message: "container has runAsNonRoot and image will run as root".to_owned(),
        });
    }
    Ok(Invocation { words, env, directory, user, group, paths: map.clone() })
}

/// The program of an image that has no other use than to wait.
fn built_in(image: &str) -> Option<Vec<String>> {
    let name = image.rsplit('/').next()?;
    let name = name.split(['@', ':']).next()?;
    (name == "pause").then(|| vec!["sleep".to_owned(), "infinity".to_owned()])
}

/// Where a program is: as it is written if it has a slash, else in the search path.
pub(super) fn find_program(invocation: &Invocation) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let name = invocation.words.first()?;
    let runs = |path: &Path| {
        std::fs::metadata(path)
            .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    };
    if name.contains('/') {
        let path = invocation.directory.join(name);
        return runs(&path).then_some(path);
    }
    let search = invocation.env.get("PATH")?;
    std::env::split_paths(search).map(|directory| directory.join(name)).find(|path| runs(path))
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::SecurityContext;

    use super::*;
    use crate::runtime::ContainerMount;

    fn make(config: &ContainerConfig) -> Result<Invocation, RuntimeError> {
        let map = PathMap::new(&config.mounts, None);
        invocation(config, "host", Path::new("/own"), &map)
    }

    #[test]
    fn paths_are_those_of_the_host() {
        let config = ContainerConfig {
            command: vec!["cat".into()],
            args: vec!["/data/a".into()],
            working_dir: "/data".into(),
            envs: vec![("FILE".into(), "/data/b".into()), ("BAD=".into(), "x".into())],
            mounts: vec![ContainerMount {
                container_path: "/data".into(),
                host_path: "/v".into(),
                ..ContainerMount::default()
            }],
            ..ContainerConfig::default()
        };
        let got = make(&config).unwrap();
        assert_eq!(got.words, ["cat", "/v/a"]);
        assert_eq!(got.directory, Path::new("/v"));
        assert_eq!(got.env["FILE"], "/v/b");
        assert_eq!(got.env["HOSTNAME"], "host");
        assert!(!got.env.contains_key("BAD="));
    }

    #[test]
    fn a_name_is_nothing_to_run() {
        let image = |image: &str| ContainerConfig { image: image.into(), ..Default::default() };
        assert!(make(&image("nginx:1")).unwrap_err().to_string().contains("nothing to run"));
        assert_eq!(make(&image("registry.k8s.io/pause:3.10")).unwrap().words[0], "sleep");
        let config = ContainerConfig {
            security_context: Some(Box::new(SecurityContext {
                run_as_non_root: Some(true),
                ..SecurityContext::default()
            })),
            ..image("pause")
        };
        assert!(make(&config).is_err());
    }

    #[test]
    fn programs_are_found_in_the_search_path() {
        let find = |word: &str| {
            let env = [("PATH".to_owned(), DEFAULT_PATH.to_owned())].into();
            let directory = PathBuf::from("/bin");
            find_program(&Invocation {
                words: vec![word.into()],
                env,
                directory,
                ..Invocation::default()
            })
        };
        assert!(find("sh").is_some_and(|path| path.is_absolute()));
        assert!(find("./sh").is_some());
        assert_eq!(find("no-such-program-here"), None);
    }
}
