//! Forwarding in this process: a TCP listener for each virtual address.
//!
//! A port without endpoints refuses connections; those that stand outlive the rule they came by.
//!
//! Works without privileges for addresses that are local anyway, above all 127.0.0.0/8; that is
//! what an embedded cluster uses for its Services. UDP ports are passed over.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bowline_api::core::v1::Protocol;
use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use crate::backend::{Backend, BackendError};
use crate::balancer::Balancer;
use crate::rule_set::RuleSet;

/// How long an endpoint may take to accept.
const DIAL: Duration = Duration::from_secs(3);
/// How many endpoints a connection tries.
const ATTEMPTS: usize = 4;

/// Listens on virtual addresses and forwards connections; dropping it ends all of them.
#[derive(Debug, Default)]
pub struct Userspace {
    listeners: Mutex<HashMap<SocketAddr, Listener>>,
    /// Holds the tasks; aborted when dropped.
    tasks: tokio::sync::Mutex<JoinSet<()>>,
}

#[derive(Debug)]
struct Listener {
    balancer: Arc<Mutex<Balancer>>,
    stop: CancellationToken,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[async_trait]
impl Backend for Userspace {
    async fn apply(&self, rules: &RuleSet) -> Result<(), BackendError> {
        let mut tasks = self.tasks.lock().await;
        while tasks.try_join_next().is_some() {}
        let mut wanted = HashMap::new();
        for (name, rule) in &rules.rules {
            // Where nothing listens connections are refused: what a port without endpoints is to do.
            if name.protocol == Protocol::Tcp && !rule.endpoints.is_empty() {
                wanted.extend(rule.addresses.iter().map(|a| (*a, rule)));
            }
        }
        self.listeners.lock().retain(|address, _| wanted.contains_key(address));
        let mut failed = Vec::new();
        for (address, rule) in &wanted {
            let known = self.listeners.lock().get(address).map(|l| l.balancer.clone());
            let balancer = match known {
                Some(balancer) => balancer,
                None => match TcpListener::bind(address).await {
                    Ok(socket) => {
                        let balancer = Arc::new(Mutex::new(Balancer::default()));
                        let stop = CancellationToken::new();
                        tasks.spawn(accept(socket, balancer.clone(), stop.clone()));
                        let listener = Listener { balancer: balancer.clone(), stop };
                        self.listeners.lock().insert(*address, listener);
                        balancer
                    }
                    Err(source) => {
                        failed.push((*address, source));
                        continue;
                    }
                },
            };
            balancer.lock().update(rule.endpoints.clone(), rule.affinity);
        }
        let count = failed.len();
        match failed.into_iter().next() {
            None => Ok(()),
            Some((address, source)) => {
                Err(BackendError::Listen { failed: count, wanted: wanted.len(), address, source })
            }
        }
    }
}

/// Accepts until told to stop, then lets connections come to their end.
async fn accept(socket: TcpListener, balancer: Arc<Mutex<Balancer>>, stop: CancellationToken) {
    let started = Instant::now();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            accepted = socket.accept() => match accepted {
                Ok((stream, client)) => {
                    let balancer = balancer.clone();
                    connections.spawn(forward(stream, client, balancer, started));
                }
                Err(error) => {
                    // Out of descriptors, mostly: give connections time to end.
                    warn!(%error, "accepting a connection failed");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(socket);
    while connections.join_next().await.is_some() {}
}

async fn forward(
    mut stream: TcpStream,
    client: SocketAddr,
    balancer: Arc<Mutex<Balancer>>,
    started: Instant,
) {
    for _ in 0..ATTEMPTS {
        let picked = balancer.lock().pick(client.ip(), started.elapsed());
        let Some(endpoint) = picked else {
            debug!(%client, "no endpoint for the connection");
            return;
        };
        match tokio::time::timeout(DIAL, TcpStream::connect(endpoint)).await {
            Ok(Ok(mut upstream)) => {
                if let Err(error) = tokio::io::copy_bidirectional(&mut stream, &mut upstream).await
                {
                    debug!(%client, %endpoint, %error, "the connection broke");
                }
                return;
            }
            Ok(Err(error)) => debug!(%client, %endpoint, %error, "the endpoint refuses"),
            Err(_) => debug!(%client, %endpoint, "the endpoint does not answer"),
        }
        balancer.lock().failed(client.ip());
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::rule_set::{Rule, ServicePortName};

    /// A server that says its name to whoever connects.
    async fn endpoint(name: &'static str) -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.write_all(name.as_bytes()).await;
            }
        });
        (address, task)
    }

    async fn free_address() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
    }

    fn rules(address: SocketAddr, endpoints: Vec<SocketAddr>) -> RuleSet {
        let name = ServicePortName {
            namespace: "ns".into(),
            name: "web".into(),
            port: String::new(),
            protocol: Protocol::Tcp,
        };
        let rule = Rule {
            addresses: [address].into(),
            node_port: None,
            affinity: None,
            external_endpoints: endpoints.clone(),
            keeps_source: false,
            endpoints,
        };
        RuleSet { rules: [(name, rule)].into() }
    }

    async fn ask(address: SocketAddr) -> std::io::Result<String> {
        let mut text = String::new();
        TcpStream::connect(address).await?.read_to_string(&mut text).await?;
        Ok(text)
    }

    #[tokio::test]
    async fn connections_follow_the_rules() {
        let (a, _a) = endpoint("a").await;
        let (b, _b) = endpoint("b").await;
        let address = free_address().await;
        let proxy = Userspace::default();
        proxy.apply(&rules(address, vec![a, b])).await.unwrap();
        let mut answers = vec![ask(address).await.unwrap(), ask(address).await.unwrap()];
        answers.sort();
        assert_eq!(answers, ["a", "b"]);
        // A dead endpoint is passed over.
        proxy.apply(&rules(address, vec![free_address().await, b])).await.unwrap();
        assert_eq!(ask(address).await.unwrap(), "b");
        assert_eq!(ask(address).await.unwrap(), "b");
        // Without rules nobody listens.
        proxy.apply(&RuleSet::default()).await.unwrap();
        while ask(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_port_without_endpoints_refuses_and_connections_outlive_their_endpoint() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = listener.local_addr().unwrap();
        let echo = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (mut read, mut write) = stream.split();
                let _ = tokio::io::copy(&mut read, &mut write).await;
            }
        });
        let address = free_address().await;
        let proxy = Userspace::default();
        proxy.apply(&rules(address, Vec::new())).await.unwrap();
        let refused = TcpStream::connect(address).await.unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);

        proxy.apply(&rules(address, vec![endpoint])).await.unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut said = [0; 3];
        stream.write_all(b"one").await.unwrap();
        stream.read_exact(&mut said).await.unwrap();

        proxy.apply(&rules(address, Vec::new())).await.unwrap();
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        stream.write_all(b"two").await.unwrap();
        stream.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"two");
        echo.abort();
    }

    #[tokio::test]
    async fn clients_stay_with_their_endpoint_while_it_is_there() {
        let (a, _a) = endpoint("a").await;
        let (b, _b) = endpoint("b").await;
        let address = free_address().await;
        let proxy = Userspace::default();
        let sticky = |endpoints: Vec<SocketAddr>| {
            let mut set = rules(address, endpoints);
            let affinity = Some(Duration::from_secs(10_800));
            set.rules.values_mut().for_each(|rule| rule.affinity = affinity);
            set
        };
        proxy.apply(&sticky(vec![a, b])).await.unwrap();
        let first = ask(address).await.unwrap();
        for _ in 0..5 {
            assert_eq!(ask(address).await.unwrap(), first);
        }
        let (left, name) = if first == "a" { (b, "b") } else { (a, "a") };
        proxy.apply(&sticky(vec![left])).await.unwrap();
        assert_eq!(ask(address).await.unwrap(), name);
        proxy.apply(&sticky(vec![a, b])).await.unwrap();
        assert_eq!(ask(address).await.unwrap(), name, "what is back takes nobody away");
    }

    #[tokio::test]
    async fn an_address_that_is_not_ours_is_an_error_and_the_rest_holds() {
        let (a, _a) = endpoint("a").await;
        let address = free_address().await;
        let proxy = Userspace::default();
        let mut set = rules(address, vec![a]);
        set.rules.values_mut().next().unwrap().addresses.insert("192.0.2.1:9".parse().unwrap());
        assert!(proxy.apply(&set).await.is_err());
        assert_eq!(ask(address).await.unwrap(), "a");
    }
}
