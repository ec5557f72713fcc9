//! A kubelet whose containers are a few lines of Rust.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use bowline_apimachinery::streaming::resize::TerminalSize;
use bytes::Bytes;
use futures::StreamExt;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::{oneshot, watch};
use tokio_util::task::AbortOnDropHandle;

use super::super::*;
use crate::streaming::*;

#[derive(Default)]
pub(super) struct Toy {
    /// What is wrong with the sync loop.
    pub(super) illness: Option<String>,
    /// The log options of the last request.
    pub(super) logs: Mutex<Option<PodLogOptions>>,
    /// Tells when the last process was dropped.
    pub(super) dropped: Mutex<Option<oneshot::Receiver<()>>>,
}

struct Process {
    stdin: DuplexStream,
    stdout: DuplexStream,
    stderr: DuplexStream,
    size: watch::Receiver<TerminalSize>,
    _dropped: oneshot::Sender<()>,
}

impl Process {
    async fn run(mut self, command: Vec<String>) -> i32 {
        let words: Vec<_> = command.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["cat"] => {
                tokio::io::copy(&mut self.stdin, &mut self.stdout).await.unwrap();
                0
            }
            ["fail", code] => {
                self.stdout.write_all(b"to stdout").await.unwrap();
                self.stderr.write_all(b"to stderr").await.unwrap();
                code.parse().unwrap()
            }
            ["size"] => {
                self.size.changed().await.unwrap();
                let size = *self.size.borrow_and_update();
                let text = format!("{}x{}", size.width, size.height);
                self.stdout.write_all(text.as_bytes()).await.unwrap();
                0
            }
            ["yes", count] => {
                let line = vec![b'y'; 1000];
                for _ in 0..count.parse().unwrap() {
                    self.stdout.write_all(&line).await.unwrap();
                }
                0
            }
            ["head", count] => {
                let mut bytes = vec![0; count.parse().unwrap()];
                self.stdin.read_exact(&mut bytes).await.unwrap();
                self.stdout.write_all(&bytes).await.unwrap();
                0
            }
            _ => std::future::pending().await,
        }
    }
}

impl Toy {
    fn start(&self, command: Vec<String>, options: StreamOptions) -> ContainerSession {
        let (stdin, process_stdin) = tokio::io::duplex(1024);
        let (stdout, process_stdout) = tokio::io::duplex(1024);
        let (stderr, process_stderr) = tokio::io::duplex(1024);
        let (resize, size) = watch::channel(TerminalSize::default());
        let (_dropped, dropped) = oneshot::channel();
        *self.dropped.lock() = Some(dropped);
        let process = Process {
            stdin: process_stdin,
            stdout: process_stdout,
            stderr: process_stderr,
            size,
            _dropped,
        };
        let running = AbortOnDropHandle::new(tokio::spawn(process.run(command)));
        ContainerSession {
            stdin: options.stdin.then(|| Box::new(stdin) as _),
            stdout: options.stdout.then(|| Box::new(stdout) as _),
            stderr: options.stderr.then(|| Box::new(stderr) as _),
            resize: options.tty.then_some(resize),
            exit: Box::pin(async move {
                running.await.map_err(|error| StreamError::Runtime(error.to_string()))
            }),
        }
    }
}

#[async_trait]
impl Streamer for Toy {
    async fn exec(
        &self,
        target: &ContainerTarget,
        command: &[String],
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        match (target.container.as_str(), command.first().map(String::as_str)) {
            ("c", Some("nowhere")) => Err(StreamError::Start {
                command: command.to_vec(),
                reason: "no such file or directory".into(),
            }),
            ("c", _) => Ok(self.start(command.to_vec(), options)),
            (other, _) => Err(StreamError::ContainerNotFound(other.into())),
        }
    }

    async fn attach(
        &self,
        _: &ContainerTarget,
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        Ok(self.start(vec!["cat".into()], options))
    }

    async fn port_forward(&self, _: &PodTarget, port: u16) -> Result<Box<dyn Duplex>, StreamError> {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        match port {
            // Echoes, and ends when its input does.
            80 => {
                tokio::spawn(async move {
                    let (mut read, mut write) = tokio::io::split(&mut theirs);
                    tokio::io::copy(&mut read, &mut write).await.unwrap();
                });
            }
            // Greets and hangs up.
            81 => {
                tokio::spawn(async move { theirs.write_all(b"hello").await.unwrap() });
            }
            port => {
                let source = io::ErrorKind::ConnectionRefused.into();
                return Err(StreamError::Connect { port, source });
            }
        }
        Ok(Box::new(ours))
    }
}

#[async_trait]
impl KubeletHandler for Toy {
    async fn pod(&self, namespace: &str, name: &str) -> Option<PodTarget> {
        (namespace == "ns" && name == "web").then(|| PodTarget {
            namespace: namespace.into(),
            name: name.into(),
            uid: "u-1".into(),
        })
    }

    async fn pods(&self) -> Vec<Arc<Pod>> {
        let mut pod = Pod::default();
        pod.metadata.name = "web".into();
        vec![Arc::new(pod)]
    }

    async fn container_logs(
        &self,
        target: &ContainerTarget,
        options: PodLogOptions,
    ) -> Result<LogStream, HandlerError> {
        *self.logs.lock() = Some(options.clone());
        if target.container != "c" {
            return Err(HandlerError::NotFound("container not found".into()));
        }
        let lines = ["one\n", "two\n"].map(|line| Ok(Bytes::from_static(line.as_bytes())));
        let written = futures::stream::iter(lines);
        Ok(match options.follow {
            true => written.chain(futures::stream::pending()).boxed(),
            false => written.boxed(),
        })
    }

    async fn health_checks(&self) -> Vec<HealthCheck> {
        let outcome = self.illness.clone().map_or(Ok(()), Err);
        vec![HealthCheck { name: "syncloop".into(), outcome }]
    }

    async fn metrics(&self, endpoint: MetricsEndpoint) -> Result<String, HandlerError> {
        match endpoint {
            MetricsEndpoint::Kubelet => Ok("kubelet_running_pods 1\n".into()),
            _ => Err(HandlerError::NotFound("none".into())),
        }
    }

    async fn stats_summary(&self) -> Result<Bytes, HandlerError> {
        Ok(Bytes::from_static(b"{\"node\":{}}"))
    }
}
