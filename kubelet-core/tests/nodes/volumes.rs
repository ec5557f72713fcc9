//! Volumes follow what they show, while the pod runs.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use bowline_api::core::v1::{
    ConfigMap, ConfigMapVolumeSource, Container, Pod, RestartPolicy, Secret, VolumeMount,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::api::Patch;
use bowline_kubelet_core::Config;
use bowline_kubelet_core::driver::{self, ClientApi};
use bowline_kubelet_core::node_status::NodeConfig;
use bowline_kubelet_core::runtime::{ContainerMount, PodIdentity};
use bowline_kubelet_core::runtimes::hollow::{HollowConfig, HollowRuntime, PodCidr};
use bowline_kubelet_core::volumes::{HostVolumes, VolumeError, VolumeManager};
use serde_json::json;

use super::cluster::{Cluster, pod};

/// Counts how often volumes are brought up to date.
#[derive(Default)]
struct Counting(AtomicU32);

#[async_trait]
impl VolumeManager for Counting {
    async fn set_up(&self, _: &Arc<Pod>) -> Result<(), VolumeError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn tear_down(&self, _: &PodIdentity) -> Result<(), VolumeError> {
        Ok(())
    }

    async fn remove_pod(&self, _: &PodIdentity) -> Result<(), VolumeError> {
        Ok(())
    }

    async fn mounts(
        &self,
        _: &Pod,
        _: &Container,
        _: &[(String, String)],
    ) -> Result<Vec<ContainerMount>, VolumeError> {
        Ok(Vec::new())
    }

    async fn termination_message_file(
        &self,
        _: &PodIdentity,
        _: &str,
        _: u32,
    ) -> Result<PathBuf, VolumeError> {
        Ok(PathBuf::new())
    }
}

#[tokio::test(start_paused = true)]
async fn volumes_that_show_objects_are_looked_at_again_and_others_are_not() {
    let cluster = Cluster::start().await;
    let pods = PodCidr::new("10.1.0.0/24".parse().unwrap());
    let clock = cluster.client.clock().clone();
    let runtime = Arc::new(HollowRuntime::new(Arc::new(HollowConfig::default()), clock, pods));
    for (name, shows, want) in [("plain", false, 1..=1), ("shows", true, 4..=6)] {
        let volumes = Arc::new(Counting::default());
        let config = Config::new(NodeConfig::new(name, "10.0.0.1"), "/nowhere");
        let (builder, events) = driver::kubelet(cluster.client.clone(), config, runtime.clone());
        let kubelet = builder.volumes(volumes.clone()).build();
        let stop = cluster.shutdown.child_token();
        let ending = stop.clone();
        let agent = tokio::spawn(async move {
            let (ran, ()) = tokio::join!(kubelet.run(ending.clone()), events.run(ending));
            ran.unwrap();
        });
        let mut pod = pod(name, name, RestartPolicy::Always);
        pod.spec.volumes =
            vec![serde_json::from_value(json!({"name": "v", "emptyDir": {}})).unwrap()];
        if shows {
            pod.spec.volumes[0].empty_dir = None;
            let source = ConfigMapVolumeSource { name: "m".into(), ..Default::default() };
            pod.spec.volumes[0].config_map = Some(Box::new(source));
        }
        cluster.create(pod).await;
        cluster.until(name, |pod| pod.is_some_and(Pod::is_ready)).await;
        tokio::time::sleep(std::time::Duration::from_secs(330)).await;
        let count = volumes.0.load(Ordering::Relaxed);
        assert!(want.contains(&count), "{name}: {count}");
        stop.cancel();
        agent.await.unwrap();
    }
}

fn shown() -> Pod {
    serde_json::from_value(json!({
        "metadata": {
            "name": "p", "namespace": "default", "uid": "u", "labels": {"app": "web"},
        },
        "spec": {
            "containers": [{"name": "main", "image": "i"}],
            "volumes": [
                {"name": "map", "configMap": {"name": "m"}},
                {"name": "secret", "secret": {
                    "secretName": "s", "defaultMode": 0o400,
                    "items": [{"key": "password", "path": "deep/word"}],
                }},
                {"name": "down", "downwardAPI": {"items": [
                    {"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}},
                ]}},
                {"name": "all", "projected": {"sources": [
                    {"configMap": {"name": "m", "items": [{"key": "a", "path": "map/a"}]}},
                    {"secret": {"name": "s"}},
                    {"secret": {"name": "none", "optional": true}},
                    {"downwardAPI": {"items": [
                        {"path": "name", "fieldRef": {"fieldPath": "metadata.name"}},
                    ]}},
                ]}},
                {"name": "empty", "emptyDir": {"medium": "Memory"}},
            ],
        },
    }))
    .unwrap()
}

#[tokio::test]
async fn every_kind_of_volume_has_its_files_and_they_change_at_once() {
    use std::os::unix::fs::PermissionsExt as _;

    let cluster = Cluster::start().await;
    let home = tempfile::tempdir().unwrap();
    let meta = |name: &str| ObjectMeta::named(name).in_namespace("default");
    let map = ConfigMap {
        metadata: meta("m"),
        data: [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())].into(),
        ..ConfigMap::default()
    };
    let maps = cluster.client.namespaced::<ConfigMap>("default");
    maps.create(&map).await.unwrap();
    let secret: Secret = serde_json::from_value(json!({
        "metadata": {"name": "s"}, "data": {"password": "c2VjcmV0"},
    }))
    .unwrap();
    cluster.client.namespaced::<Secret>("default").create(&secret).await.unwrap();
    let api = ClientApi::without_events(cluster.client.clone());
    let clock = cluster.client.clock().clone();
    let (root, logs) = (home.path().join("kubelet"), home.path().join("logs"));
    let volumes = HostVolumes::new(root.clone(), logs, Default::default(), api, clock);
    let pod = Arc::new(shown());
    volumes.set_up(&pod).await.unwrap();

    let place = |kind: &str, file: &str| {
        root.join("pods/u/volumes").join(format!("kubernetes.io~{kind}")).join(file)
    };
    let read = |kind: &str, file: &str| std::fs::read_to_string(place(kind, file));
    let files = [
        ("configmap", "map/a", "1"),
        ("configmap", "map/b", "2"),
        ("secret", "secret/deep/word", "secret"),
        ("downward-api", "down/labels", "app=\"web\""),
        ("projected", "all/map/a", "1"),
        ("projected", "all/password", "secret"),
        ("projected", "all/name", "p"),
    ];
    for (kind, file, want) in files {
        assert_eq!(read(kind, file).unwrap(), want, "{file}");
    }
    let mode = |kind: &str, file: &str| {
        std::fs::metadata(place(kind, file)).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode("secret", "secret/deep/word"), 0o400);
    assert_eq!(mode("configmap", "map/a"), 0o644);
    assert_eq!(mode("empty-dir", "empty"), 0o777);

    // One link is replaced, and with it all files of the volume.
    std::fs::write(place("empty-dir", "empty/kept"), "own").unwrap();
    let patch = Patch::Merge(json!({"data": {"a": "10", "b": null, "c": "3"}}));
    maps.patch("m", &patch).await.unwrap();
    volumes.set_up(&pod).await.unwrap();
    assert_eq!(read("configmap", "map/a").unwrap(), "10");
    assert_eq!(read("configmap", "map/c").unwrap(), "3");
    assert!(read("configmap", "map/b").is_err());
    assert_eq!(read("projected", "all/map/a").unwrap(), "10");
    assert_eq!(read("empty-dir", "empty/kept").unwrap(), "own");

    let mount = |name: &str, sub_path: &str| VolumeMount {
        name: name.into(),
        mount_path: "/at".into(),
        sub_path: sub_path.into(),
        ..VolumeMount::default()
    };
    let mounted = async |mount: VolumeMount| {
        let container = Container { volume_mounts: vec![mount], ..Container::default() };
        volumes.mounts(&pod, &container, &[]).await.map(|mounts| mounts[0].clone())
    };
    let one = mounted(mount("map", "a")).await.unwrap();
    assert_eq!(std::fs::read_to_string(&one.host_path).unwrap(), "10");
    assert!(one.read_only);
    let made = mounted(mount("empty", "new/folder")).await.unwrap();
    assert!(made.host_path.is_dir() && !made.read_only);
    let mut by_name = mount("empty", "");
    by_name.sub_path_expr = "of-$(POD)".into();
    let container = Container { volume_mounts: vec![by_name], ..Container::default() };
    let env = [("POD".to_owned(), "p".to_owned())];
    let mounts = volumes.mounts(&pod, &container, &env).await.unwrap();
    assert!(mounts[0].host_path.ends_with("empty/of-p") && mounts[0].host_path.is_dir());
    assert!(mounted(mount("empty", "../..")).await.is_err());
    std::os::unix::fs::symlink("/etc", place("empty-dir", "empty/out")).unwrap();
    assert!(mounted(mount("empty", "out/passwd")).await.is_err());

    let identity = PodIdentity { namespace: "default".into(), name: "p".into(), uid: "u".into() };
    volumes.tear_down(&identity).await.unwrap();
    assert!(!place("empty-dir", "empty").exists());
}
