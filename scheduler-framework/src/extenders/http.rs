//! [`HttpExtender`].
//!
//! Upstream: `pkg/scheduler/extender.go`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bowline_api::core::v1::{Container, Pod};
use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::clock::SystemClock;
use bowline_client::config::{Config, ConfigError, Identity, Pem, Secret};
use bowline_client::transport::{Remote, Transport as _, TransportError, body};
use futures::future::BoxFuture;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde::Serialize;

use super::courier::{Abandoned, Courier};
use super::wire::{Answer, Args, BindingArgs, MetaPod, NodeList, PreemptionArgs, Victims, scores};
use super::{Extender, ExtenderFiltered, ExtenderVictims};
use crate::config;
use crate::node_info::NodeInfo;
use crate::plugins::default_preemption::Candidate;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// How long an answer may take if the configuration does not say.
const TIMEOUT: Duration = Duration::from_secs(5);

/// An extender that is asked by POST requests with JSON.
pub struct HttpExtender {
    config: config::Extender,
    managed: BTreeSet<String>,
    remote: Remote,
    courier: Arc<Courier>,
    timeout: Duration,
}

/// Why an extender cannot be asked, or gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtenderError {
    /// Its address or certificates are not usable.
    #[error("extender {url:?}: {source}")]
    Config {
        /// Where it is.
        url: String,
        /// What is wrong.
        source: ConfigError,
    },
    /// A certificate in the configuration is not base64.
    #[error("extender {url:?}: {field} is not base64")]
    Base64 {
        /// Where it is.
        url: String,
        /// The field of `tlsConfig`.
        field: &'static str,
    },
    /// There is no thread for the requests.
    #[error("starting the thread of extenders: {0}")]
    Thread(std::io::Error),
    /// It did not answer.
    #[error("{verb} with extender at URL {url}: {source}")]
    Transport {
        /// What was asked.
        verb: String,
        /// Where.
        url: String,
        /// Why not.
        source: TransportError,
    },
    /// It answered with another status than 200.
    #[error("failed {verb} with extender at URL {url}, code {code}")]
    Status {
        /// What was asked.
        verb: String,
        /// Where.
        url: String,
        /// The answer.
        code: u16,
    },
}

impl HttpExtender {
    /// The extenders of a configuration, those last whose failures may be ignored.
    ///
    /// # Errors
    /// When addresses or certificates are not usable.
    pub fn all(configs: &[config::Extender]) -> Result<Vec<Arc<dyn Extender>>, ExtenderError> {
        if configs.is_empty() {
            return Ok(Vec::new());
        }
        let courier = Arc::new(Courier::new().map_err(ExtenderError::Thread)?);
        let (last, first): (Vec<_>, Vec<_>) = configs.iter().partition(|it| it.ignorable);
        let ordered = first.into_iter().chain(last);
        let new = |it| Ok(Arc::new(Self::new(it, Arc::clone(&courier))?) as Arc<dyn Extender>);
        ordered.map(new).collect()
    }

    fn new(config: &config::Extender, courier: Arc<Courier>) -> Result<Self, ExtenderError> {
        let failed = |source| ExtenderError::Config { url: config.url_prefix.clone(), source };
        let remote = Remote::new(client_config(config)?, Arc::new(SystemClock)).map_err(failed)?;
        let timeout = match config.http_timeout.to_std() {
            Duration::ZERO => TIMEOUT,
            own => own,
        };
        let managed = config.managed_resources.iter().map(|it| it.name.clone()).collect();
        Ok(Self { config: config.clone(), managed, remote, courier, timeout })
    }

    /// Sends a question; the future does not depend on this extender.
    fn post(
        &self,
        verb: &str,
        question: Vec<u8>,
    ) -> Result<BoxFuture<'static, Result<Vec<u8>, ExtenderError>>, BoxError> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/{verb}"))
            .header(CONTENT_TYPE, "application/json")
            .body(body::full(question))?;
        let url = format!("{}/{verb}", self.config.url_prefix.trim_end_matches('/'));
        let (verb, timeout) = (verb.to_owned(), self.timeout);
        let sent = self.remote.send(request);
        Ok(Box::pin(async move {
            let whole = async {
                let answer = sent.await?;
                let status = answer.status();
                let body = answer.into_body().collect().await.map_err(TransportError::Body)?;
                Ok((status, body.to_bytes().to_vec()))
            };
            let answer = match tokio::time::timeout(timeout, whole).await {
                Ok(answer) => answer,
                Err(_) => Err(TransportError::Timeout(timeout)),
            };
            match answer {
                Ok((StatusCode::OK, bytes)) => Ok(bytes),
                Ok((code, _)) => Err(ExtenderError::Status { verb, url, code: code.as_u16() }),
                Err(source) => Err(ExtenderError::Transport { verb, url, source }),
            }
        }))
    }

    fn ask<T: Serialize>(&self, verb: &str, question: &T) -> Result<Vec<u8>, BoxError> {
        Ok(self.courier.wait(self.post(verb, serde_json::to_vec(question)?)?)??)
    }

    fn args<'a>(&self, pod: &'a PodInfo, nodes: &[&'a NodeInfo]) -> Args<'a> {
        let pod = &**pod.pod();
        if self.config.node_cache_capable {
            let names = nodes.iter().map(|node| node.name()).collect();
            return Args { pod, nodes: None, node_names: Some(names) };
        }
        let items = nodes.iter().map(|node| &**node.node()).collect();
        let nodes = NodeList { metadata: Default::default(), items };
        Args { pod, nodes: Some(nodes), node_names: None }
    }

    fn manages(&self, container: &Container) -> bool {
        let resources = &container.resources;
        let mut named = resources.requests.keys().chain(resources.limits.keys());
        named.any(|name| self.managed.contains(name))
    }
}

/// How to reach an extender. Over HTTPS without certificates to trust, any is accepted.
fn client_config(config: &config::Extender) -> Result<Config, ExtenderError> {
    let mut client = Config::new(config.url_prefix.clone());
    let Some(tls) = &config.tls_config else {
        client.insecure_skip_tls_verify = config.enable_https;
        return Ok(client);
    };
    let pem = |field: &'static str, data: &str, file: &str| {
        if data.is_empty() {
            return Ok((!file.is_empty()).then(|| Pem::File(file.into())));
        }
        let bytes = ByteString::from_base64(data);
        let text = bytes.and_then(|it| String::from_utf8(it.to_vec()).ok());
        let url = config.url_prefix.clone();
        let text = text.ok_or(ExtenderError::Base64 { url, field })?;
        Ok(Some(Pem::Data(Secret::new(text))))
    };
    client.certificate_authority = pem("caData", &tls.ca_data, &tls.ca_file)?;
    let certificate = pem("certData", &tls.cert_data, &tls.cert_file)?;
    let key = pem("keyData", &tls.key_data, &tls.key_file)?;
    client.identity = certificate.zip(key).map(|(certificate, key)| Identity { certificate, key });
    client.tls_server_name.clone_from(&tls.server_name);
    let trusts_none = config.enable_https && client.certificate_authority.is_none();
    client.insecure_skip_tls_verify = tls.insecure || trusts_none;
    Ok(client)
}

#[async_trait]
impl Extender for HttpExtender {
    fn name(&self) -> &str {
        &self.config.url_prefix
    }

    fn is_interested(&self, pod: &PodInfo) -> bool {
        let spec = &pod.pod().spec;
        self.managed.is_empty()
            || spec.containers.iter().chain(&spec.init_containers).any(|it| self.manages(it))
    }

    fn is_ignorable(&self) -> bool {
        self.config.ignorable
    }

    fn filters(&self) -> bool {
        !self.config.filter_verb.is_empty()
    }

    fn prioritizes(&self) -> bool {
        !self.config.prioritize_verb.is_empty()
    }

    fn preempts(&self) -> bool {
        !self.config.preempt_verb.is_empty()
    }

    fn binds(&self) -> bool {
        !self.config.bind_verb.is_empty()
    }

    fn filter(&self, pod: &PodInfo, nodes: &[&NodeInfo]) -> Result<ExtenderFiltered, BoxError> {
        let answer = self.ask(&self.config.filter_verb, &self.args(pod, nodes))?;
        let answer = Answer::read(&answer)?;
        if !answer.error()?.is_empty() {
            return Err(answer.error()?.into());
        }
        let mut fitting = None;
        if self.config.node_cache_capable {
            fitting = answer.node_names()?;
        }
        let fitting = match fitting {
            Some(names) => names,
            None => answer.nodes()?.unwrap_or_default(),
        };
        let known: BTreeSet<_> = nodes.iter().map(|node| node.name()).collect();
        if let Some(stranger) = fitting.iter().find(|name| !known.contains(name.as_str())) {
            let url = &self.config.url_prefix;
            return Err(format!(
                "extender {url:?} claims a filtered node {stranger:?} which is not found in the \
                 input node list"
            )
            .into());
        }
        Ok(ExtenderFiltered {
            nodes: fitting,
            failed: answer.messages("FailedNodes")?,
            failed_and_unresolvable: answer.messages("FailedAndUnresolvableNodes")?,
        })
    }

    fn prioritize(
        &self,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<(Vec<(String, i64)>, i64), BoxError> {
        let answer = self.ask(&self.config.prioritize_verb, &self.args(pod, nodes))?;
        Ok((scores(&answer)?, self.config.weight))
    }

    fn process_preemption<'a>(
        &self,
        pod: &'a PodInfo,
        candidates: &'a [Candidate],
    ) -> Result<BTreeMap<String, ExtenderVictims>, BoxError> {
        let pod = &**pod.pod();
        let mut args =
            PreemptionArgs { pod, node_name_to_victims: None, node_name_to_meta_victims: None };
        let violations = |candidate: &Candidate| candidate.victims.budget_violations;
        if self.config.node_cache_capable {
            let meta = |it: &'a Candidate| {
                let pods = it.victims.pods.iter().map(|pod| MetaPod { uid: pod.uid() }).collect();
                (it.node.as_str(), Victims { pods, budget_violations: violations(it) })
            };
            args.node_name_to_meta_victims = Some(candidates.iter().map(meta).collect());
        } else {
            let full = |it: &'a Candidate| {
                let pods = it.victims.pods.iter().map(|pod| &**pod.pod()).collect();
                (it.node.as_str(), Victims { pods, budget_violations: violations(it) })
            };
            args.node_name_to_victims = Some(candidates.iter().map(full).collect());
        }
        let answer = self.ask(&self.config.preempt_verb, &args)?;
        Ok(Answer::read(&answer)?.victims()?)
    }

    async fn bind(&self, pod: &Pod, node: &str) -> Result<(), BoxError> {
        let metadata = &pod.metadata;
        let order = BindingArgs {
            pod_name: &metadata.name,
            pod_namespace: &metadata.namespace,
            pod_uid: &metadata.uid,
            node,
        };
        let sent = self.post(&self.config.bind_verb, serde_json::to_vec(&order)?)?;
        let answer: Result<_, Abandoned> = self.courier.carry(sent).await;
        let answer = Answer::read(&answer??)?;
        match answer.error()? {
            "" => Ok(()),
            error => Err(error.into()),
        }
    }
}

impl fmt::Debug for HttpExtender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HttpExtender").field(&self.config.url_prefix).finish()
    }
}
