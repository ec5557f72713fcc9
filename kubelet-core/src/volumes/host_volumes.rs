//! Volumes as directories of the node.
//!
//! A pod's volumes stand below `<root>/pods/<uid>/volumes/kubernetes.io~<kind>/<name>`, as upstream
//! lays them out. Memory-backed volumes are plain directories too.
//!
//! Upstream: `pkg/kubelet/volumemanager`, `pkg/volume`.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bowline_api::core::v1::{
    Container, HostPathType, HostPathVolumeSource, Pod, ProjectedVolumeSource, ResourceList,
    Volume, VolumeMount,
};
use bowline_apimachinery::clock::Clock;

use super::payload::{
    DEFAULT_MODE, KeyedObject, Payload, PayloadError, PayloadFile, check_paths, config_map_data,
    downward_payload, keyed_payload, mode_of, secret_data,
};
use super::tokens::Tokens;
use super::{VolumeError, VolumeManager, atomic_writer};
use crate::api_server::ObjectStore;
use crate::environment::expansion::expand;
use crate::runtime::{ContainerMount, PodIdentity};

/// Makes volumes as directories of the node.
pub struct HostVolumes {
    root: PathBuf,
    pod_logs: PathBuf,
    allocatable: ResourceList,
    objects: Arc<dyn ObjectStore>,
    clock: Arc<dyn Clock>,
    tokens: Tokens,
    stamps: AtomicU64,
}

/// What a volume of a pod is, as far as this node knows kinds.
enum Source<'a> {
    /// A directory that lives as long as the pod.
    EmptyDir,
    /// A path of the node.
    HostPath(&'a HostPathVolumeSource),
    /// Files made from API objects, under the name of its kind.
    Files(&'static str),
}

impl HostVolumes {
    /// Volumes below `root`; logs of pods below `pod_logs`.
    #[must_use]
    pub fn new(
        root: PathBuf,
        pod_logs: PathBuf,
        allocatable: ResourceList,
        objects: Arc<dyn ObjectStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (tokens, stamps) = (Tokens::default(), AtomicU64::new(0));
        Self { root, pod_logs, allocatable, objects, clock, tokens, stamps }
    }

    fn pod_directory(&self, uid: &str) -> PathBuf {
        self.root.join("pods").join(uid)
    }

    /// Where a volume of a pod is on the node.
    fn place(&self, pod: &Pod, volume: &Volume) -> Result<PathBuf, VolumeError> {
        let kind = match source(volume)? {
            Source::HostPath(host) => return Ok(PathBuf::from(&host.path)),
            Source::EmptyDir => "empty-dir",
            Source::Files(kind) => kind,
        };
        let volumes = self.pod_directory(&pod.metadata.uid).join("volumes");
        Ok(volumes.join(format!("kubernetes.io~{kind}")).join(&volume.name))
    }

    async fn set_up_volume(&self, pod: &Pod, volume: &Volume) -> Result<(), VolumeError> {
        let place = self.place(pod, volume)?;
        match source(volume)? {
            Source::EmptyDir => {
                blocking("create", place, |place| {
                    std::fs::create_dir_all(place)?;
                    set_mode(place, 0o777)
                })
                .await
            }
            Source::HostPath(host) => prepare_host_path(&volume.name, host).await,
            Source::Files(_) => {
                let payload = self.payload(pod, volume).await?;
                check_paths(&payload).map_err(|error| missing(volume, error))?;
                let stamp = self.stamp();
                blocking("write", place, move |place| {
                    atomic_writer::write(place, &payload, &stamp).map(drop)
                })
                .await
            }
        }
    }

    /// A name for a new directory of files: the time, and a number against collisions.
    fn stamp(&self) -> String {
        let number = self.stamps.fetch_add(1, Ordering::Relaxed);
        let now = self.clock.now().to_string();
        let now: String =
            now.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        format!("{now}.{number}")
    }

    async fn payload(&self, pod: &Pod, volume: &Volume) -> Result<Payload, VolumeError> {
        if let Some(source) = &volume.config_map {
            let object = KeyedObject {
                kind: "configmap",
                name: &source.name,
                items: &source.items,
                optional: source.optional == Some(true),
                default_mode: source.default_mode.unwrap_or(DEFAULT_MODE),
            };
            return self.keyed(pod, volume, &object).await;
        }
        if let Some(source) = &volume.secret {
            let object = KeyedObject {
                kind: "secret",
                name: &source.secret_name,
                items: &source.items,
                optional: source.optional == Some(true),
                default_mode: source.default_mode.unwrap_or(DEFAULT_MODE),
            };
            return self.keyed(pod, volume, &object).await;
        }
        if let Some(source) = &volume.downward_api {
            let mode = source.default_mode.unwrap_or(DEFAULT_MODE);
            let made = downward_payload(pod, &source.items, mode, &self.allocatable);
            return made.map_err(|error| missing(volume, error));
        }
        match &volume.projected {
            Some(source) => self.projected(pod, volume, source).await,
            None => Ok(Payload::new()),
        }
    }

    async fn keyed(
        &self,
        pod: &Pod,
        volume: &Volume,
        object: &KeyedObject<'_>,
    ) -> Result<Payload, VolumeError> {
        let namespace = pod.metadata.namespace.as_str();
        let data = match object.kind {
            "secret" => {
                let secret = self.objects.secret(namespace, object.name).await;
                secret.map(|secret| secret.map(|secret| secret_data(&secret)))
            }
            _ => {
                let map = self.objects.config_map(namespace, object.name).await;
                map.map(|map| map.map(|map| config_map_data(&map)))
            }
        };
        let volume_name = || volume.name.clone();
        let data = data.map_err(|source| VolumeError::Api { volume: volume_name(), source })?;
        keyed_payload(object, data.as_ref()).map_err(|error| missing(volume, error))
    }

    async fn projected(
        &self,
        pod: &Pod,
        volume: &Volume,
        projected: &ProjectedVolumeSource,
    ) -> Result<Payload, VolumeError> {
        let default_mode = projected.default_mode.unwrap_or(DEFAULT_MODE);
        let mut all = Payload::new();
        for source in &projected.sources {
            if let Some(source) = &source.config_map {
                let object = KeyedObject {
                    kind: "configmap",
                    name: &source.name,
                    items: &source.items,
                    optional: source.optional == Some(true),
                    default_mode,
                };
                all.extend(self.keyed(pod, volume, &object).await?);
            }
            if let Some(source) = &source.secret {
                let object = KeyedObject {
                    kind: "secret",
                    name: &source.name,
                    items: &source.items,
                    optional: source.optional == Some(true),
                    default_mode,
                };
                all.extend(self.keyed(pod, volume, &object).await?);
            }
            if let Some(source) = &source.downward_api {
                let made = downward_payload(pod, &source.items, default_mode, &self.allocatable);
                all.extend(made.map_err(|error| missing(volume, error))?);
            }
            if let Some(source) = &source.service_account_token {
                let objects = self.objects.as_ref();
                let token = self.tokens.get(objects, self.clock.as_ref(), pod, source).await;
                let token = token
                    .map_err(|source| VolumeError::Api { volume: volume.name.clone(), source })?;
                let mode = mode_of(None, default_mode);
                all.insert(source.path.clone(), PayloadFile { data: token.into_bytes(), mode });
            }
            let bundle = source.cluster_trust_bundle.as_ref();
            if bundle.is_some_and(|bundle| bundle.optional != Some(true)) {
                return Err(unsupported(volume, "projected.sources.clusterTrustBundle"));
            }
            if source.pod_certificate.is_some() {
                return Err(unsupported(volume, "projected.sources.podCertificate"));
            }
        }
        Ok(all)
    }

    fn mount(
        &self,
        pod: &Pod,
        container: &Container,
        mount: &VolumeMount,
        env: &BTreeMap<&str, &str>,
    ) -> Result<ContainerMount, VolumeError> {
        let volume = pod.spec.volumes.iter().find(|volume| volume.name == mount.name);
        let volume = volume.ok_or_else(|| VolumeError::NoVolume {
            container: container.name.clone(),
            volume: mount.name.clone(),
        })?;
        let place = self.place(pod, volume)?;
        let below = match mount.sub_path_expr.as_str() {
            "" => mount.sub_path.clone(),
            text => expand(text, |name| env.get(name).map(|value| (*value).to_owned())),
        };
        let host_path = sub_path(&volume.name, &place, &below)?;
        if !below.is_empty() && matches!(source(volume)?, Source::EmptyDir | Source::HostPath(_)) {
            create_directory(&host_path)?;
        }
        let made_here = matches!(source(volume)?, Source::Files(_));
        Ok(ContainerMount {
            volume: volume.name.clone(),
            container_path: mount.mount_path.clone(),
            host_path,
            read_only: mount.read_only || made_here,
        })
    }
}

#[async_trait]
impl VolumeManager for HostVolumes {
    async fn set_up(&self, pod: &Arc<Pod>) -> Result<(), VolumeError> {
        for volume in &pod.spec.volumes {
            self.set_up_volume(pod, volume).await?;
        }
        Ok(())
    }

    async fn tear_down(&self, pod: &PodIdentity) -> Result<(), VolumeError> {
        self.tokens.forget(&pod.uid);
        let volumes = self.pod_directory(&pod.uid).join("volumes");
        blocking("remove", volumes, remove_all).await
    }

    async fn remove_pod(&self, pod: &PodIdentity) -> Result<(), VolumeError> {
        let directory = self.pod_directory(&pod.uid);
        blocking("remove", directory, remove_all).await?;
        let logs = crate::logs::log_directory(&self.pod_logs, pod);
        blocking("remove", logs, remove_all).await
    }

    async fn mounts(
        &self,
        pod: &Pod,
        container: &Container,
        env: &[(String, String)],
    ) -> Result<Vec<ContainerMount>, VolumeError> {
        let env = env.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mounts = container.volume_mounts.iter();
        mounts.map(|mount| self.mount(pod, container, mount, &env)).collect()
    }

    async fn termination_message_file(
        &self,
        pod: &PodIdentity,
        container: &str,
        attempt: u32,
    ) -> Result<PathBuf, VolumeError> {
        let directory = self.pod_directory(&pod.uid).join("containers").join(container);
        let file = directory.join(attempt.to_string());
        blocking("create", file.clone(), move |file| {
            std::fs::create_dir_all(&directory)?;
            std::fs::OpenOptions::new().append(true).create(true).open(file)?;
            set_mode(file, 0o666)
        })
        .await?;
        Ok(file)
    }
}

fn source(volume: &Volume) -> Result<Source<'_>, VolumeError> {
    if volume.empty_dir.is_some() {
        return Ok(Source::EmptyDir);
    }
    if let Some(host) = &volume.host_path {
        return Ok(Source::HostPath(host));
    }
    let files = [
        (volume.config_map.is_some(), "configmap"),
        (volume.secret.is_some(), "secret"),
        (volume.downward_api.is_some(), "downward-api"),
        (volume.projected.is_some(), "projected"),
    ];
    if let Some((_, kind)) = files.into_iter().find(|(is, _)| *is) {
        return Ok(Source::Files(kind));
    }
    let others = [
        (volume.persistent_volume_claim.is_some(), "persistentVolumeClaim"),
        (volume.csi.is_some(), "csi"),
        (volume.ephemeral.is_some(), "ephemeral"),
        (volume.image.is_some(), "image"),
        (volume.nfs.is_some(), "nfs"),
        (volume.iscsi.is_some(), "iscsi"),
    ];
    match others.into_iter().find(|(is, _)| *is) {
        Some((_, kind)) => Err(unsupported(volume, kind)),
        None => Err(unsupported(volume, "one of the withdrawn kinds")),
    }
}

fn unsupported(volume: &Volume, kind: &'static str) -> VolumeError {
    VolumeError::Unsupported { volume: volume.name.clone(), kind }
}

fn missing(volume: &Volume, error: PayloadError) -> VolumeError {
    VolumeError::Missing { volume: volume.name.clone(), reason: error.to_string() }
}

/// Does what takes the disk's time away from the executor's threads.
async fn blocking(
    action: &'static str,
    path: PathBuf,
    work: impl FnOnce(&Path) -> std::io::Result<()> + Send + 'static,
) -> Result<(), VolumeError> {
    let subject = path.clone();
    let done = tokio::task::spawn_blocking(move || work(&path)).await;
    let result = done.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    result.map_err(|source| VolumeError::Disk { action, path: subject, source })
}

fn remove_all(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

fn create_directory(path: &Path) -> Result<(), VolumeError> {
    if path.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(path).map_err(|source| VolumeError::Disk {
        action: "create",
        path: path.to_owned(),
        source,
    })
}

/// A path below a volume. Neither its text nor a link in it may lead out of the volume.
fn sub_path(volume: &str, place: &Path, below: &str) -> Result<PathBuf, VolumeError> {
    if below.is_empty() {
        return Ok(place.to_owned());
    }
    let error =
        |reason| VolumeError::Path { volume: volume.to_owned(), path: below.to_owned(), reason };
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(below).components().all(inside) {
        return Err(error("must stay within the volume"));
    }
    let path = place.join(below);
    // What is there already must not be a way out; what is not will be made as a directory.
    let mut known = path.as_path();
    while !known.exists() && known != place {
        known = known.parent().unwrap_or(place);
    }
    let real = |path: &Path| std::fs::canonicalize(path);
    match (real(known), real(place)) {
        (Ok(real), Ok(place)) if !real.starts_with(&place) => {
            Err(error("leads out of the volume through a link"))
        }
        _ => Ok(path),
    }
}

async fn prepare_host_path(volume: &str, host: &HostPathVolumeSource) -> Result<(), VolumeError> {
    use std::os::unix::fs::FileTypeExt as _;
    let path = PathBuf::from(&host.path);
    let kind = host.type_.clone().unwrap_or(HostPathType::Unset);
    let wrong = |what: &str| VolumeError::Missing {
        volume: volume.to_owned(),
        reason: format!("hostPath type check failed: {} is not {what}", host.path),
    };
    let found = tokio::fs::metadata(&path).await.ok().map(|metadata| metadata.file_type());
    let is = |check: fn(&std::fs::FileType) -> bool| found.as_ref().is_some_and(check);
    match kind {
        HostPathType::DirectoryOrCreate if found.is_none() => {
            blocking("create", path, |path| {
                std::fs::create_dir_all(path)?;
                set_mode(path, 0o755)
            })
            .await
        }
        HostPathType::FileOrCreate if found.is_none() => {
            blocking("create", path, |path| {
                std::fs::OpenOptions::new().append(true).create(true).open(path)?;
                set_mode(path, 0o644)
            })
            .await
        }
        HostPathType::Directory | HostPathType::DirectoryOrCreate
            if !is(std::fs::FileType::is_dir) =>
        {
            Err(wrong("a directory"))
        }
        HostPathType::File | HostPathType::FileOrCreate if !is(std::fs::FileType::is_file) => {
            Err(wrong("a file"))
        }
        HostPathType::Socket if !is(|kind| kind.is_socket()) => Err(wrong("a socket file")),
        HostPathType::CharDevice if !is(|kind| kind.is_char_device()) => {
            Err(wrong("a character device"))
        }
        HostPathType::BlockDevice if !is(|kind| kind.is_block_device()) => {
            Err(wrong("a block device"))
        }
        HostPathType::Unset if found.is_none() => {
            // Runtimes make a directory of a path that is not there.
            blocking("create", path, |path| std::fs::create_dir_all(path)).await
        }
        _ => Ok(()),
    }
}
