//! Pods from a file, or from the files of a directory.
//!
//! Upstream: `pkg/kubelet/config/file.go`. Where upstream is told of changes by the kernel, this
//! looks at names, sizes and times once a second, which works on every file system.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use super::merge::SeenPods;
use super::static_pod::read_pods;
use super::{PodSource, PodUpdate};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// The largest file that is read.
const MAX_FILE: u64 = 10 << 20;
/// The name of this source.
const NAME: &str = "file";

/// Pods from files.
#[derive(Clone, Debug)]
pub struct FileSource {
    path: PathBuf,
    node: String,
}

impl FileSource {
    /// The pods of a file, or of all files of a directory whose names do not begin with a dot, for
    /// a node.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, node: impl Into<String>) -> Self {
        Self { path: path.into(), node: node.into() }
    }
}

/// By what a file is known to be the same as before.
type Mark = (PathBuf, u64, Option<SystemTime>);

#[async_trait]
impl PodSource for FileSource {
    async fn run(
        self: Box<Self>,
        updates: UnboundedSender<PodUpdate>,
        shutdown: CancellationToken,
    ) {
        let mut seen = SeenPods::default();
        let mut last: Option<Vec<Mark>> = None;
        loop {
            let (path, node) = (self.path.clone(), self.node.clone());
            let before = last.clone();
            let looked = tokio::task::spawn_blocking(move || look(&path, &node, before)).await;
            match looked {
                Ok(Ok(Some((marks, pods)))) => {
                    for update in seen.replace(pods) {
                        drop(updates.send(update));
                    }
                    if last.is_none() {
                        drop(updates.send(PodUpdate::Synced { source: NAME.to_owned() }));
                    }
                    last = Some(marks);
                }
                Ok(Ok(None)) => {}
                Ok(Err(error)) => {
                    tracing::warn!(path = %self.path.display(), %error, "pods not read");
                }
                Err(error) => tracing::error!(%error, "reading pods failed"),
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}

/// The pods of the files, unless these are the same as before.
fn look(
    path: &Path,
    node: &str,
    before: Option<Vec<Mark>>,
) -> io::Result<Option<(Vec<Mark>, Vec<Pod>)>> {
    let marks = marks(path)?;
    if before.as_ref() == Some(&marks) {
        return Ok(None);
    }
    let mut pods = Vec::new();
    for (path, size, _) in &marks {
        let place = path.display().to_string();
        if *size > MAX_FILE {
            tracing::warn!(place, size, "a file is too large to hold a pod");
            continue;
        }
        match read_pods(&std::fs::read(path)?, &place, NAME, node) {
            Ok(read) => pods.extend(read),
            // One bad file does not take the others' pods away.
            Err(error) => tracing::warn!(%error, "a file holds no pod"),
        }
    }
    Ok(Some((marks, pods)))
}

fn marks(path: &Path) -> io::Result<Vec<Mark>> {
    let mark = |path: PathBuf| -> io::Result<Option<Mark>> {
        let data = std::fs::metadata(&path)?;
        Ok(data.is_file().then(|| (path, data.len(), data.modified().ok())))
    };
    let data = match std::fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    if !data.is_dir() {
        return Ok(mark(path.to_owned())?.into_iter().collect());
    }
    let mut marks = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            marks.extend(mark(entry.path())?);
        }
    }
    marks.sort();
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(image: &str) -> String {
        format!(
            "kind: Pod\nmetadata: {{name: web}}\nspec: {{containers: [{{name: c, image: {image}}}]}}"
        )
    }

    #[tokio::test(start_paused = true)]
    async fn files_come_change_and_go() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("web.yaml");
        std::fs::write(&file, manifest("one")).unwrap();
        std::fs::write(home.path().join(".hidden.yaml"), manifest("none")).unwrap();
        std::fs::write(home.path().join("bad.yaml"), "kind: Service").unwrap();
        let (sender, mut updates) = tokio::sync::mpsc::unbounded_channel();
        let shutdown = CancellationToken::new();
        let source = Box::new(FileSource::new(home.path(), "n"));
        let task = tokio::spawn(source.run(sender, shutdown.clone()));

        let Some(PodUpdate::Upsert(first)) = updates.recv().await else { panic!("no pod") };
        assert_eq!(first.spec.containers[0].image, "one");
        assert!(matches!(updates.recv().await, Some(PodUpdate::Synced { .. })));

        std::fs::write(&file, manifest("another")).unwrap();
        let Some(PodUpdate::Remove { uid }) = updates.recv().await else { panic!("not gone") };
        assert_eq!(uid, first.metadata.uid);
        let Some(PodUpdate::Upsert(second)) = updates.recv().await else { panic!("no pod") };
        assert_eq!(second.spec.containers[0].image, "another");

        std::fs::remove_file(&file).unwrap();
        let Some(PodUpdate::Remove { uid }) = updates.recv().await else { panic!("not gone") };
        assert_eq!(uid, second.metadata.uid);
        shutdown.cancel();
        task.await.unwrap();
    }
}
