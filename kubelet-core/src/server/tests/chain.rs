//! The whole way: a client, an API server's proxy, a kubelet.

use std::convert::Infallible;
use std::time::Duration;

use ::http::{Request, Response};
use bowline_api::core::v1::{Container, Pod};
use bowline_apimachinery::streaming::resize::TerminalSize;
use bowline_apimachinery::streaming::status::ExecStatus;
use bowline_apiserver::Body;
use bowline_apiserver::proxy::{
    InProcessNodes, NetworkDialer, Proxy, ProxyError, Purpose, attach_options, exec_options,
    log_options, node, pod, port_forward_options,
};
use bowline_client::streaming::{AttachParams, PortForwarder};
use bowline_client::transport::body;
use bowline_client::{Api, Client};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// Just enough of an API server to know the pod and its node.
async fn answer(proxy: Proxy, request: Request<Body>) -> Result<Response<Body>, ProxyError> {
    let mut web = Pod::default();
    web.metadata.namespace = "ns".into();
    web.metadata.name = "web".into();
    web.spec.node_name = "n1".into();
    web.spec.containers = vec![Container { name: "c".into(), ..Container::default() }];
    let mut n1 = bowline_api::core::v1::Node::default();
    n1.metadata.name = "n1".into();
    let kubelet = node::kubelet(&n1, &node::PREFERRED_ADDRESS_TYPES);
    let uri = request.uri().clone();
    let query = uri.query().unwrap_or_default();
    let (location, purpose) = match uri.path().rsplit('/').next().unwrap_or_default() {
        "exec" => (pod::exec_location(&web, kubelet, &exec_options(query))?, Purpose::Stream),
        "attach" => (pod::attach_location(&web, kubelet, &attach_options(query))?, Purpose::Stream),
        "portforward" => {
            let options = port_forward_options(query)?;
            (pod::port_forward_location(&web, kubelet, &options)?, Purpose::Stream)
        }
        _ => {
            let location = pod::log_location(&web, kubelet, &log_options(query)?)?;
            (location, Purpose::Log { pod: "web".into() })
        }
    };
    proxy.forward(request, location, purpose, None).await
}

fn proxy(server: &KubeletServer) -> Proxy {
    let nodes = InProcessNodes::new(Arc::new(NetworkDialer::default()));
    let kubelet = server.clone();
    nodes.insert("n1", move || kubelet.connect());
    Proxy::new(Arc::new(nodes))
}

fn pods(server: &KubeletServer) -> Api<Pod> {
    let proxy = proxy(server);
    let service = tower::service_fn(move |request: Request<Body>| {
        let proxy = proxy.clone();
        async move {
            let response = answer(proxy, request).await.unwrap_or_else(|error| {
                let status = error.to_status();
                let text = serde_json::json!({
                    "apiVersion": "v1", "kind": "Status", "status": "Failure",
                    "message": status.message, "reason": status.reason, "code": status.code,
                });
                let mut response = Response::new(body::full(text.to_string()));
                *response.status_mut() = u16::try_from(status.code).unwrap().try_into().unwrap();
                response
            });
            Ok::<_, Infallible>(response)
        }
    });
    Client::in_process(service).namespaced("ns")
}

#[tokio::test]
async fn a_command_runs_through_everything() {
    let server = server();
    let pods = pods(&server);
    let process = pods.exec("web", ["fail", "3"], &AttachParams::default()).await.unwrap();
    let output = process.output().await.unwrap();
    assert_eq!(
        (output.stdout.as_slice(), output.stderr.as_slice()),
        (b"to stdout".as_slice(), b"to stderr".as_slice())
    );
    assert_eq!(output.status.exit_code(), Some(3));
}

#[tokio::test]
async fn much_input_comes_back_as_output() {
    let server = server();
    let pods = pods(&server);
    let mut process = pods.attach("web", &AttachParams::default().stdin()).await.unwrap();
    let (mut stdin, mut stdout) = (process.stdin().unwrap(), process.stdout().unwrap());
    let sent: Vec<u8> = (0..400_000u32).flat_map(u32::to_le_bytes).collect();
    let write = async {
        stdin.write_all(&sent).await.unwrap();
        stdin.shutdown().await.unwrap();
    };
    let mut got = Vec::new();
    let ((), read) = tokio::join!(write, stdout.read_to_end(&mut got));
    read.unwrap();
    assert!(got == sent);
    assert_eq!(process.join().await.unwrap(), ExecStatus::Success);
}

#[tokio::test]
async fn a_terminal_is_resized() {
    let server = server();
    let pods = pods(&server);
    let params = AttachParams::default().terminal().container("c");
    let mut process = pods.exec("web", ["size"], &params).await.unwrap();
    process.resize(TerminalSize { width: 100, height: 40 }).await.unwrap();
    assert_eq!(process.output().await.unwrap().stdout, b"100x40");
}

#[tokio::test]
async fn refusals_are_statuses() {
    let server = server();
    let pods = pods(&server);
    let params = AttachParams::default().container("other");
    let error = pods.exec("web", ["cat"], &params).await.unwrap_err();
    assert_eq!(error.to_string(), "container other is not valid for pod web");
    server.shutdown().await;
    let error = pods.exec("web", ["cat"], &AttachParams::default()).await.unwrap_err();
    assert!(error.status().is_some_and(|status| status.code == 500), "{error}");
}

#[tokio::test]
async fn ports_are_forwarded() {
    let server = server();
    let forwarder: PortForwarder = pods(&server).port_forward("web").await.unwrap();
    let mut echo = forwarder.open(80).await.unwrap();
    let mut greeting = forwarder.open(81).await.unwrap();
    let mut got = String::new();
    greeting.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "hello");
    echo.write_all(b"there and back").await.unwrap();
    echo.shutdown().await.unwrap();
    let mut got = String::new();
    echo.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "there and back");
    let mut nobody = forwarder.open(9999).await.unwrap();
    let error = nobody.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert!(error.to_string().contains("unable to connect to port 9999"), "{error}");
    server.shutdown().await;
    forwarder.closed().await;
}

/// An API server that knows no WebSockets on this path.
#[tokio::test]
async fn ports_are_forwarded_over_spdy_where_there_is_nothing_better() {
    let server = server();
    let proxy = proxy(&server);
    let service = tower::service_fn(move |request: Request<Body>| {
        let proxy = proxy.clone();
        async move {
            let refused = request.headers()["upgrade"] == "websocket";
            let mut response = match refused {
                true => Response::new(body::full("no WebSockets here")),
                false => answer(proxy, request).await.unwrap(),
            };
            if refused {
                *response.status_mut() = ::http::StatusCode::BAD_REQUEST;
            }
            Ok::<_, Infallible>(response)
        }
    });
    let pods: Api<Pod> = Client::in_process(service).namespaced("ns");
    let forwarder = pods.port_forward("web").await.unwrap();
    let mut greeting = forwarder.open(81).await.unwrap();
    let mut got = String::new();
    greeting.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "hello");
}

#[tokio::test]
async fn logs_stream() {
    let server = server();
    let logs = pods(&server).logs("web", &bowline_client::api::LogParams::default()).await;
    assert_eq!(logs.unwrap(), "one\ntwo\n");
}

/// What one end says once stays said, however long the session then lasts.
#[tokio::test(start_paused = true)]
async fn a_quiet_session_is_kept() {
    let server = server();
    let pods = pods(&server);
    let mut process = pods.attach("web", &AttachParams::default().stdin()).await.unwrap();
    let (mut stdin, mut stdout) = (process.stdin().unwrap(), process.stdout().unwrap());
    tokio::time::sleep(Duration::from_secs(5 * 60 * 60)).await;
    stdin.write_all(b"still here").await.unwrap();
    let mut got = [0; 10];
    stdout.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"still here");
}
