//! Pods from a URL.
//!
//! Upstream: `pkg/kubelet/config/http.go`.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::Uri;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use super::merge::SeenPods;
use super::static_pod::read_pods;
use super::{PodSource, PodUpdate};

/// How often the URL is asked.
const PERIOD: Duration = Duration::from_secs(20);
/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const MAX_BODY: usize = 10 << 20;
/// The name of this source.
const NAME: &str = "http";

/// A URL from which no pods can be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{url:?} is not a URL such as http://host:port/path; https is not spoken here")]
pub struct InvalidUrl {
    url: String,
}

/// Pods from a URL.
#[derive(Clone, Debug)]
pub struct HttpSource {
    url: Uri,
    headers: Vec<(String, String)>,
    node: String,
}

impl HttpSource {
    /// The pods behind a URL, for a node; `headers` go with each request.
    ///
    /// # Errors
    /// When the URL is not one of `http`.
    pub fn new(
        url: &str,
        headers: Vec<(String, String)>,
        node: impl Into<String>,
    ) -> Result<Self, InvalidUrl> {
        let invalid = || InvalidUrl { url: url.to_owned() };
        let parsed: Uri = url.parse().map_err(|_| invalid())?;
        if parsed.scheme_str() != Some("http") || parsed.host().is_none() {
            return Err(invalid());
        }
        Ok(Self { url: parsed, headers, node: node.into() })
    }

    async fn fetch(&self) -> Result<Bytes, String> {
        let host = self.url.host().unwrap_or_default();
        let port = self.url.port_u16().unwrap_or(80);
        let stream = TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(|error| error.to_string())?;
        let path = self.url.path_and_query().map_or("/", |path| path.as_str());
        let authority = self.url.authority().map_or(host, |authority| authority.as_str());
        let mut request = http::Request::get(path).header("Host", authority);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.header("Connection", "close").body(Empty::<Bytes>::new());
        let request = request.map_err(|error| error.to_string())?;
        let exchange = async {
            let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
            let status = response.status();
            if !status.is_success() {
                return Err(format!("the answer is {status}"));
            }
            let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
            Ok(body.map_err(|error| error.to_string())?.to_bytes())
        };
        let mut connection = std::pin::pin!(connection);
        let mut exchange = std::pin::pin!(exchange);
        tokio::select! {
            answer = &mut exchange => answer,
            ended = &mut connection => match ended {
                Err(error) => Err(error.to_string()),
                Ok(()) => exchange.await,
            },
        }
    }
}

#[async_trait]
impl PodSource for HttpSource {
    async fn run(
        self: Box<Self>,
        updates: UnboundedSender<PodUpdate>,
        shutdown: CancellationToken,
    ) {
        let mut seen = SeenPods::default();
        let mut synced = Some(PodUpdate::Synced { source: NAME.to_owned() });
        loop {
            let place = self.url.to_string();
            let fetched = match tokio::time::timeout(TIMEOUT, self.fetch()).await {
                Ok(fetched) => fetched,
                Err(_) => Err("no answer in time".to_owned()),
            };
            let pods = fetched.and_then(|text| {
                read_pods(&text, &place, NAME, &self.node).map_err(|error| error.to_string())
            });
            match pods {
                Ok(pods) => {
                    for update in seen.replace(pods).into_iter().chain(synced.take()) {
                        drop(updates.send(update));
                    }
                }
                // The pods stay as they were when the URL was last readable.
                Err(error) => tracing::warn!(url = place, %error, "pods not read"),
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[test]
    fn urls_are_those_of_http() {
        for good in ["http://host/pods", "http://127.0.0.1:80"] {
            assert!(HttpSource::new(good, Vec::new(), "n").is_ok(), "{good}");
        }
        for bad in ["", "https://host/", "host/pods", "/pods"] {
            assert!(HttpSource::new(bad, Vec::new(), "n").is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn pods_are_read_from_a_url() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/pods?x=1", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = vec![0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            let body =
                r#"{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"c"}]}}"#;
            let length = body.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&head[..read]).into_owned()
        });
        let headers = vec![("X-Who".to_owned(), "me".to_owned())];
        let source = Box::new(HttpSource::new(&url, headers, "n").unwrap());
        let (sender, mut updates) = tokio::sync::mpsc::unbounded_channel();
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(source.run(sender, shutdown.clone()));
        let Some(PodUpdate::Upsert(pod)) = updates.recv().await else { panic!("no pod") };
        assert_eq!(pod.metadata.name, "web-n");
        let head = server.await.unwrap();
        assert!(head.starts_with("GET /pods?x=1 HTTP/1.1\r\n"), "{head}");
        assert!(head.to_lowercase().contains("x-who: me\r\n"), "{head}");
        shutdown.cancel();
        task.await.unwrap();
    }
}
