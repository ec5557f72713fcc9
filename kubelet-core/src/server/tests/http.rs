//! Plain requests.

use http_body_util::BodyExt;

use super::*;

async fn text(response: Response<Incoming>) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

async fn get(server: &KubeletServer, uri: &str) -> (u16, String) {
    let request = Request::get(uri).body(String::new()).unwrap();
    let (response, _connection) = send(server, request).await;
    (response.status().as_u16(), text(response).await)
}

#[tokio::test]
async fn plain_requests_are_answered() {
    let server = server();
    let rows = [
        ("/healthz", 200, "ok"),
        ("/healthz?verbose", 200, "[+]ping ok\n[+]log ok\n[+]syncloop ok\nhealthz check passed\n"),
        ("/metrics", 200, "kubelet_running_pods 1\n"),
        ("/metrics/cadvisor", 404, "none"),
        ("/stats/summary", 200, "{\"node\":{}}"),
        ("/configz", 404, "404 page not found"),
        ("/nothing", 404, "404 page not found\n"),
        ("/containerLogs/ns/web/c", 200, "one\ntwo\n"),
        ("/containerLogs/ns/web/other", 404, "container not found"),
        ("/containerLogs/ns/gone/c", 404, "pod does not exist"),
        ("/containerLogs/ns/web/c?tailLines=x", 400, "{\"message\": \"Unable to decode query.\"}"),
        ("/exec/ns/web/c?stdout=1", 400, "Upgrade request required"),
        ("/exec/ns/web/u-2/c?stdout=1", 404, "pod does not exist"),
    ];
    for (uri, status, body) in rows {
        assert_eq!(get(&server, uri).await, (status, body.to_owned()), "{uri}");
    }
}

#[tokio::test]
async fn pods_are_a_list() {
    let (status, body) = get(&server(), "/pods").await;
    let list: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &list["kind"]), (200, &"PodList".into()));
    assert_eq!(list["items"][0]["metadata"]["name"], "web");
}

#[tokio::test]
async fn a_sick_kubelet_says_so() {
    let toy = Toy { illness: Some("stuck".into()), ..Toy::default() };
    let server = KubeletServer::new(Arc::new(toy), KubeletServerConfig::default());
    let (status, body) = get(&server, "/healthz").await;
    assert_eq!(status, 500);
    assert!(body.contains("[-]syncloop failed: reason withheld\n"), "{body}");
}

#[tokio::test]
async fn logs_stream_line_by_line() {
    let toy = Arc::new(Toy::default());
    let server = KubeletServer::new(toy.clone(), KubeletServerConfig::default());
    let uri = "/containerLogs/ns/web/c?follow=true&tailLines=2";
    let request = Request::get(uri).body(String::new()).unwrap();
    let (response, _connection) = send(&server, request).await;
    let mut body = response.into_body();
    let mut read = String::new();
    while read != "one\ntwo\n" {
        let frame = body.frame().await.unwrap().unwrap();
        read.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    let options = toy.logs.lock().take().unwrap();
    assert_eq!((options.follow, options.tail_lines), (true, Some(2)));
}

#[tokio::test]
async fn methods_and_subprotocols_are_checked() {
    let server = server();
    let delete = Request::delete("/exec/ns/web/c").body(String::new()).unwrap();
    let (response, _connection) = send(&server, delete).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"GET, POST".parse().unwrap())
    );
    let (response, _connection) =
        send(&server, websocket("/exec/ns/web/c?stdout=1", Some("v9.channel.k8s.io"))).await;
    assert_eq!(response.status(), 403);
    let (response, _connection) = send(&server, spdy("/portForward/ns/web", "other")).await;
    assert_eq!(response.headers()["x-accepted-stream-protocol-versions"], "portforward.k8s.io");
    let protocol = Some("v4.channel.k8s.io");
    let (response, _connection) = send(&server, websocket("/portForward/ns/web", protocol)).await;
    assert_eq!(response.status(), 400);
    assert_eq!(text(response).await, "query parameter \"port\" is required");
}

#[tokio::test]
async fn run_collects_output() {
    let server = server();
    let run = |cmd: &str| {
        let uri = format!("/run/ns/web/c?cmd={cmd}");
        Request::post(uri).body(String::new()).unwrap()
    };
    let (response, _connection) = send(&server, run("fail%200")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(text(response).await, "to stdoutto stderr");
    let (response, _connection) = send(&server, run("fail%202")).await;
    assert_eq!(response.status(), 500);
}

struct OnlyProbes;

#[async_trait::async_trait]
impl KubeletAuth for OnlyProbes {
    async fn authorize(
        &self,
        credentials: &Credentials,
        attributes: &RequestAttributes,
    ) -> Result<(), AuthError> {
        let user = credentials.bearer_token.clone().ok_or(AuthError::Unauthorized)?;
        let RequestAttributes { verb, subresources, .. } = *attributes;
        match subresources {
            ["healthz", ..] => Ok(()),
            _ => Err(AuthError::Forbidden { user, verb, subresources }),
        }
    }
}

#[tokio::test]
async fn callers_are_checked_before_anything_else() {
    let server = server();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = {
        let server = server.clone();
        tokio::spawn(async move { server.serve(listener, None, Arc::new(OnlyProbes)).await })
    };
    let rows = [
        ("/healthz", Some("probe"), 200),
        ("/healthz", None, 401),
        ("/exec/ns/web/c?stdout=1", Some("probe"), 403),
    ];
    for (uri, token, want) in rows {
        let io = TokioIo::new(tokio::net::TcpStream::connect(address).await.unwrap());
        let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
        let _connection = AbortOnDropHandle::new(tokio::spawn(connection));
        let mut request = Request::get(uri);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let response = sender.send_request(request.body(String::new()).unwrap()).await.unwrap();
        assert_eq!(response.status().as_u16(), want, "{uri}");
    }
    server.shutdown().await;
    serving.await.unwrap().unwrap();
}
