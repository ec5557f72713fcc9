//! The connector over the objects of a server.

use serde_json::{Value, json};

use super::*;
use crate::body::full;
use crate::connector::Connector;
use crate::request_info::RequestInfo;
use crate::server::{Config, Server};
use crate::storage::MemoryStorage;

struct Cluster {
    server: Server,
    connector: NodeConnector,
    seen: Seen,
}

impl Cluster {
    async fn new() -> Self {
        let server = Server::builder(Config::new(Arc::new(MemoryStorage::default()))).build();
        let Setting { proxy, seen } = Setting::new();
        let connector = NodeConnector::new(proxy, server.registry().clone());
        let cluster = Self { server, connector, seen };
        cluster.create("/api/v1/namespaces", json!({"metadata": {"name": "ns"}})).await;
        cluster.create("/api/v1/nodes", json!({"metadata": {"name": "n1"}})).await;
        let containers = json!([{"name": "c", "image": "i"}]);
        let pod = json!({
            "metadata": {"name": "web"},
            "spec": {"nodeName": "n1", "containers": containers},
        });
        cluster.create("/api/v1/namespaces/ns/pods", pod).await;
        let waiting = json!({"metadata": {"name": "waiting"}, "spec": {"containers": containers}});
        cluster.create("/api/v1/namespaces/ns/pods", waiting).await;
        let service = json!({
            "metadata": {"name": "svc"},
            "spec": {"ports": [{"port": 80}]},
        });
        cluster.create("/api/v1/namespaces/ns/services", service).await;
        cluster
    }

    async fn create(&self, path: &str, object: Value) {
        let request = Request::post(path).header(CONTENT_TYPE, "application/json");
        let response = self.server.handle(request.body(full(object.to_string())).unwrap()).await;
        assert_eq!(response.status(), 201, "{path}");
    }

    async fn connect(&self, uri: &str) -> (u16, String) {
        let request = Request::get(uri).body(full("")).unwrap();
        let info = RequestInfo::parse(request.method(), request.uri());
        let name = info.name.split(':').next().unwrap_or_default();
        let namespace = &info.namespace;
        let object = self.server.registry().get("", &info.resource, namespace, name).await;
        let object = object.unwrap().expect("the object was created");
        let response = self.connector.connect(request, &info, object).await;
        (response.status().as_u16(), text(response).await)
    }

    fn last_path(&self) -> String {
        self.seen.lock().pop().unwrap().uri().to_string()
    }
}

const PODS: &str = "/api/v1/namespaces/ns/pods";

#[tokio::test]
async fn requests_find_their_node() {
    let cluster = Cluster::new().await;
    let (code, log) = cluster.connect(&format!("{PODS}/web/log?tailLines=5")).await;
    assert_eq!((code, log.as_str()), (200, "a line\n"));
    assert_eq!(cluster.last_path(), "/containerLogs/ns/web/c?tailLines=5");
    let (code, metrics) = cluster.connect("/api/v1/nodes/n1/proxy/metrics?a=b").await;
    assert_eq!((code, metrics.as_str()), (200, "up 1"));
    assert_eq!(cluster.last_path(), "/metrics?a=b");
}

#[tokio::test]
async fn what_cannot_be_forwarded_is_a_status() {
    let cluster = Cluster::new().await;
    let waiting = cluster.connect(&format!("{PODS}/waiting/log")).await;
    assert_eq!(waiting, (200, String::new()), "the log of a pod without a node is empty");
    let rows = [
        (format!("{PODS}/web/exec?command=ls"), 400, "Upgrade request required"),
        (
            format!("{PODS}/waiting/exec?command=ls"),
            400,
            "pod waiting does not have a host assigned",
        ),
        (format!("{PODS}/web/log?container=d"), 400, "container d is not valid for pod web"),
        (
            format!("{PODS}/web/log?tailLines=-1"),
            422,
            "PodLogOptions \"web\" is invalid: tailLines: Invalid value: -1: must be greater than \
             or equal to 0",
        ),
        (format!("{PODS}/web:80/proxy/"), 400, "address not allowed"),
        (
            "/api/v1/namespaces/ns/services/svc:80/proxy/".into(),
            503,
            "no endpoints available for service \"svc\"",
        ),
    ];
    for (uri, code, message) in rows {
        let (got, body) = cluster.connect(&uri).await;
        let status: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((got, status["message"].as_str()), (code, Some(message)), "{uri}");
        assert_eq!((&status["kind"], &status["apiVersion"]), (&"Status".into(), &"v1".into()));
    }
}

#[tokio::test]
async fn services_lead_to_their_endpoints() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (io, _) = listener.accept().await.unwrap();
        let service = service_fn(async |request: Request<Incoming>| {
            Ok::<_, std::convert::Infallible>(backend(request, Seen::default()).await)
        });
        let server = hyper::server::conn::http1::Builder::new();
        let _ = server.serve_connection(TokioIo::new(io), service).await;
    });
    let cluster = Cluster::new().await;
    let slice = |name: &str, service: &str, port: u16| {
        json!({
            "metadata": {"name": name, "labels": {"kubernetes.io/service-name": service}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": true}}],
            "ports": [{"name": "", "port": port}],
        })
    };
    let slices = "/apis/discovery.k8s.io/v1/namespaces/ns/endpointslices";
    cluster.create(slices, slice("svc-1", "svc", port)).await;
    cluster.create(slices, slice("other-1", "other", 9)).await;
    let uri = "/api/v1/namespaces/ns/services/svc/proxy/page";
    let (code, page) = cluster.connect(uri).await;
    let prefix = "/api/v1/namespaces/ns/services/svc/proxy";
    assert_eq!((code, page), (200, format!("<a href=\"{prefix}/next\">next</a>")));
    served.await.unwrap();
}
