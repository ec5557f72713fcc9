//! Checks that every container runtime has to pass, by name.
//!
//! A runtime is run through them with [`check_all`], or one by one. Each check makes a pod of its own
//! and removes it again. What the runtime can do is said in [`RuntimeUnderTest`]; the commands are
//! those of a POSIX shell, which a runtime that only plays its containers has to understand as far
//! as its own documentation says.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::runtime::{
    ContainerConfig, ContainerState, ContainerStatus, ObservedPod, PodIdentity, PodSandboxConfig,
    Runtime, RuntimeError, SandboxState,
};

/// A runtime to be checked.
#[derive(Clone)]
pub struct RuntimeUnderTest {
    /// The runtime.
    pub runtime: Arc<dyn Runtime>,
    /// An image with a shell.
    pub image: String,
    /// Where logs go.
    pub logs: PathBuf,
    /// Whether commands are really run.
    pub runs_commands: bool,
}

/// What a check found: nothing, or what the runtime did wrong.
pub type CheckResult = Result<(), String>;

/// A check with its name.
pub struct Check {
    /// What the runtime has to do.
    pub name: &'static str,
    run: fn(RuntimeUnderTest) -> BoxFuture<'static, CheckResult>,
}

impl Check {
    /// Runs the check.
    ///
    /// # Errors
    /// With what the runtime did wrong.
    pub async fn run(&self, runtime: RuntimeUnderTest) -> CheckResult {
        (self.run)(runtime).await
    }
}

macro_rules! checks {
    ($($name:literal => $run:ident),* $(,)?) => {
        /// All checks.
        pub const CHECKS: &[Check] = &[$(Check { name: $name, run: |r| $run(r).boxed() }),*];
    };
}

checks! {
    "a sandbox has an address until it is stopped" => sandbox_life,
    "stopping and removing are idempotent" => idempotence,
    "a container is created, runs and is stopped" => container_life,
    "a container that ends by itself is seen with its exit code" => exit_codes,
    "a container keeps its number and hash" => identity,
    "stopping a sandbox ends its containers" => sandbox_stops_containers,
    "removing a sandbox removes its containers" => sandbox_removes_containers,
    "pods are observed apart from each other" => apart,
    "what does not exist is not found" => not_found,
    "a command is run to its end in a container" => exec_sync,
    "a command that takes too long is given up" => exec_timeout,
    "what a container says is in its log" => logs,
    "a container that does not heed its signal is killed" => stubborn,
}

/// Runs all checks; gives the names of those that failed, with what was wrong.
pub async fn check_all(runtime: &RuntimeUnderTest) -> Vec<(&'static str, String)> {
    let mut failed = Vec::new();
    for check in CHECKS {
        if let Err(what) = check.run(runtime.clone()).await {
            failed.push((check.name, what));
        }
    }
    failed
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn expect(condition: bool, what: impl FnOnce() -> String) -> CheckResult {
    if condition { Ok(()) } else { Err(what()) }
}

fn failed(error: RuntimeError) -> String {
    error.to_string()
}

/// A pod of a check.
struct Pod {
    under_test: RuntimeUnderTest,
    identity: Arc<PodIdentity>,
    sandbox: String,
}

impl Pod {
    async fn start(under_test: &RuntimeUnderTest, name: &str) -> Result<Self, String> {
        let identity = Arc::new(PodIdentity {
            namespace: "conformance".to_owned(),
            name: name.to_owned(),
            uid: format!("uid-{name}"),
        });
        let config = PodSandboxConfig {
            pod: identity.clone(),
            log_directory: crate::logs::log_directory(&under_test.logs, &identity),
            ..PodSandboxConfig::default()
        };
        let sandbox = under_test.runtime.run_pod_sandbox(&config).await.map_err(failed)?;
        Ok(Self { under_test: under_test.clone(), identity, sandbox })
    }

    fn runtime(&self) -> &dyn Runtime {
        self.under_test.runtime.as_ref()
    }

    fn config(&self, name: &str, attempt: u32, script: &str) -> ContainerConfig {
        ContainerConfig {
            pod: self.identity.clone(),
            name: name.to_owned(),
            attempt,
            image: self.under_test.image.clone(),
            image_ref: self.under_test.image.clone(),
            command: vec!["/bin/sh".to_owned(), "-c".to_owned(), script.to_owned()],
            envs: vec![("CHECK".to_owned(), "yes".to_owned())],
            log_path: crate::logs::log_path(name, attempt),
            hash: 42,
            ..ContainerConfig::default()
        }
    }

    async fn run(&self, name: &str, attempt: u32, script: &str) -> Result<String, String> {
        let config = self.config(name, attempt, script);
        let id = self.runtime().create_container(&self.sandbox, &config).await.map_err(failed)?;
        self.runtime().start_container(&id).await.map_err(failed)?;
        Ok(id)
    }

    async fn observe(&self) -> Result<ObservedPod, String> {
        self.runtime().observe_pod(&self.identity.uid).await.map_err(failed)
    }

    async fn status(&self, id: &str) -> Result<ContainerStatus, String> {
        let observed = self.observe().await?;
        let found = observed.containers.into_iter().find(|container| container.id == id);
        found.ok_or_else(|| format!("container {id} is not observed"))
    }

    async fn until_ended(&self, id: &str) -> Result<i32, String> {
        let wait = async {
            loop {
                if let Some(exit) = self.status(id).await?.state.exit() {
                    return Ok(exit.exit_code);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(code) => code,
            Err(_) => Err(format!("container {id} does not end")),
        }
    }

    async fn remove(self) -> CheckResult {
        self.runtime().remove_pod_sandbox(&self.sandbox).await.map_err(failed)?;
        let left = self.observe().await?;
        expect(left.is_empty(), || format!("left behind: {left:?}"))
    }
}

async fn sandbox_life(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "sandbox-life").await?;
    let observed = pod.observe().await?;
    let sandbox = observed.ready_sandbox().ok_or("the sandbox is not ready")?;
    expect(sandbox.id == pod.sandbox, || format!("another sandbox is observed: {sandbox:?}"))?;
    expect(!sandbox.ips.is_empty(), || "the sandbox has no address".to_owned())?;
    let who = &observed.pod;
    expect(who.name == "sandbox-life", || format!("the pod is known as {who}"))?;
    pod.runtime().stop_pod_sandbox(&pod.sandbox).await.map_err(failed)?;
    let observed = pod.observe().await?;
    let state = observed.sandbox().map(|sandbox| sandbox.state);
    expect(state == Some(SandboxState::NotReady), || format!("stopped, it is {state:?}"))?;
    pod.remove().await
}

async fn idempotence(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "idempotence").await?;
    let id = pod.run("main", 0, "sleep 600").await?;
    let grace = Duration::from_secs(2);
    for _ in 0..2 {
        pod.runtime().stop_container(&id, grace).await.map_err(failed)?;
    }
    for _ in 0..2 {
        pod.runtime().remove_container(&id).await.map_err(failed)?;
    }
    for _ in 0..2 {
        pod.runtime().stop_pod_sandbox(&pod.sandbox).await.map_err(failed)?;
    }
    pod.runtime().remove_pod_sandbox(&pod.sandbox).await.map_err(failed)?;
    pod.remove().await
}

async fn container_life(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "container-life").await?;
    let config = pod.config("main", 0, "sleep 600");
    let id = pod.runtime().create_container(&pod.sandbox, &config).await.map_err(failed)?;
    let state = pod.status(&id).await?.state;
    expect(state == ContainerState::Created, || format!("created, it is {state:?}"))?;
    pod.runtime().start_container(&id).await.map_err(failed)?;
    let state = pod.status(&id).await?.state;
    expect(state.is_running(), || format!("started, it is {state:?}"))?;
    pod.runtime().stop_container(&id, Duration::from_secs(5)).await.map_err(failed)?;
    let state = pod.status(&id).await?.state;
    let exit = state.exit().ok_or_else(|| format!("stopped, it is {state:?}"))?;
    expect(exit.exit_code != 0, || "a container that was stopped has succeeded".to_owned())?;
    let in_order = exit.started_at.is_some_and(|started| started <= exit.finished_at);
    expect(in_order, || format!("it ended before it started: {exit:?}"))?;
    pod.remove().await
}

async fn exit_codes(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "exit-codes").await?;
    for code in [0, 3] {
        let id = pod.run(&format!("exits-{code}"), 0, &format!("exit {code}")).await?;
        let got = pod.until_ended(&id).await?;
        expect(got == code, || format!("exit {code} is seen as {got}"))?;
        let state = pod.status(&id).await?.state;
        let reason = state.exit().map(|exit| exit.reason.clone()).unwrap_or_default();
        let want = if code == 0 { "Completed" } else { "Error" };
        expect(reason == want, || format!("exit {code} has reason {reason:?}"))?;
    }
    pod.remove().await
}

async fn identity(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "identity").await?;
    let first = pod.run("main", 0, "exit 1").await?;
    pod.until_ended(&first).await?;
    let second = pod.run("main", 1, "sleep 600").await?;
    let observed = pod.observe().await?;
    let newest = observed.container("main").ok_or("nothing is observed")?;
    expect(newest.id == second && newest.attempt == 1, || format!("newest is {newest:?}"))?;
    expect(newest.hash == 42, || format!("the hash has become {}", newest.hash))?;
    expect(newest.image == under_test.image, || format!("the image is {}", newest.image))?;
    expect(newest.sandbox_id == pod.sandbox, || "it is in another sandbox".to_owned())?;
    pod.remove().await
}

async fn sandbox_stops_containers(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "stops-containers").await?;
    let id = pod.run("main", 0, "sleep 600").await?;
    pod.runtime().stop_pod_sandbox(&pod.sandbox).await.map_err(failed)?;
    let state = pod.status(&id).await?.state;
    expect(state.exit().is_some(), || format!("it is still {state:?}"))?;
    let config = pod.config("late", 0, "sleep 1");
    let late = pod.runtime().create_container(&pod.sandbox, &config).await;
    expect(late.is_err(), || "a stopped sandbox takes containers".to_owned())?;
    pod.remove().await
}

async fn sandbox_removes_containers(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "removes-containers").await?;
    pod.run("main", 0, "sleep 600").await?;
    pod.remove().await
}

async fn apart(under_test: RuntimeUnderTest) -> CheckResult {
    let one = Pod::start(&under_test, "apart-one").await?;
    let other = Pod::start(&under_test, "apart-other").await?;
    one.run("main", 0, "sleep 600").await?;
    let containers = other.observe().await?.containers;
    expect(containers.is_empty(), || format!("the other pod has {containers:?}"))?;
    let all = under_test.runtime.observe_pods().await.map_err(failed)?;
    for pod in [&one, &other] {
        let seen = all.iter().any(|observed| observed.pod.uid == pod.identity.uid);
        expect(seen, || format!("{} is not listed", pod.identity))?;
    }
    one.remove().await?;
    other.remove().await
}

async fn not_found(under_test: RuntimeUnderTest) -> CheckResult {
    let runtime = under_test.runtime.as_ref();
    let none = runtime.observe_pod("uid-of-nobody").await.map_err(failed)?;
    expect(none.is_empty(), || format!("nobody's pod has {none:?}"))?;
    let started = runtime.start_container("no-such-container").await;
    let right = matches!(started, Err(RuntimeError::NotFound { .. }));
    expect(right, || format!("starting nothing gives {started:?}"))?;
    let pod = Pod::start(&under_test, "not-found").await?;
    let config = pod.config("main", 0, "sleep 1");
    let created = runtime.create_container("no-such-sandbox", &config).await;
    let right = matches!(created, Err(RuntimeError::NotFound { .. }));
    expect(right, || format!("a container in no sandbox gives {created:?}"))?;
    pod.remove().await
}

async fn exec_sync(under_test: RuntimeUnderTest) -> CheckResult {
    let pod = Pod::start(&under_test, "exec-sync").await?;
    let id = pod.run("main", 0, "sleep 600").await?;
    let run = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (runtime, id) = (under_test.runtime.clone(), id.clone());
        async move { runtime.exec_sync(&id, &words, PATIENCE).await.map_err(failed) }
    };
    let output = run(&["echo", "hello"]).await?;
    expect(output.exit_code == 0, || format!("echo gives {output:?}"))?;
    if under_test.runs_commands {
        expect(output.stdout == b"hello\n", || format!("echo gives {output:?}"))?;
        let output = run(&["/bin/sh", "-c", "echo $CHECK; echo err >&2; exit 3"]).await?;
        let right = output.stdout == b"yes\n" && output.stderr == b"err\n" && output.exit_code == 3;
        expect(right, || format!("the command gives {output:?}"))?;
    }
    pod.remove().await
}

async fn exec_timeout(under_test: RuntimeUnderTest) -> CheckResult {
    if !under_test.runs_commands {
        return Ok(());
    }
    let pod = Pod::start(&under_test, "exec-timeout").await?;
    let id = pod.run("main", 0, "sleep 600").await?;
    let words = ["sleep".to_owned(), "600".to_owned()];
    let result = pod.runtime().exec_sync(&id, &words, Duration::from_millis(300)).await;
    let right = matches!(result, Err(RuntimeError::Timeout { .. }));
    expect(right, || format!("a long command gives {result:?}"))?;
    pod.remove().await
}

async fn logs(under_test: RuntimeUnderTest) -> CheckResult {
    if !under_test.runs_commands {
        return Ok(());
    }
    let pod = Pod::start(&under_test, "logs").await?;
    let id = pod.run("main", 0, "echo out; echo err >&2; printf last").await?;
    pod.until_ended(&id).await?;
    let path = crate::logs::log_directory(&under_test.logs, &pod.identity);
    let path = path.join(crate::logs::log_path("main", 0));
    let log = tokio::fs::read(&path).await.map_err(|error| format!("{path:?}: {error}"))?;
    let mut said: Vec<String> = Vec::new();
    for line in log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let text = String::from_utf8_lossy(line).into_owned();
        let line = crate::logs::cri::LogLine::parse(line);
        let line = line.ok_or_else(|| format!("not a line of a log: {text:?}"))?;
        said.push(format!("{} {}", line.stream.as_str(), String::from_utf8_lossy(line.text)));
    }
    said.sort();
    let right = said == ["stderr err", "stdout last", "stdout out"];
    expect(right, || format!("the log says {said:?}"))?;
    pod.remove().await
}

async fn stubborn(under_test: RuntimeUnderTest) -> CheckResult {
    if !under_test.runs_commands {
        return Ok(());
    }
    let pod = Pod::start(&under_test, "stubborn").await?;
    let script = "trap '' TERM; while true; do sleep 1; done";
    let id = pod.run("main", 0, script).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    pod.runtime().stop_container(&id, Duration::from_millis(500)).await.map_err(failed)?;
    let code = pod.until_ended(&id).await?;
    expect(code == 137, || format!("killed, it has exit code {code}"))?;
    pod.remove().await
}
