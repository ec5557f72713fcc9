//! Containers as processes: what every runtime has to do, and what only this one does.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::clock::SystemClock;
use bowline_apimachinery::streaming::resize::TerminalSize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{ProcessConfig, ProcessRuntime};
use crate::conformance::{RuntimeUnderTest, check_all};
use crate::logs::write::Rotation;
use crate::runtime::{
    ContainerConfig, ContainerMount, ContainerState, PodIdentity, PodSandboxConfig, RuntimeService,
};
use crate::streaming::StreamOptions;

async fn open(home: &Path) -> ProcessRuntime {
    let config = ProcessConfig {
        root: home.join("runtime"),
        pod_ip: "127.0.0.1".to_owned(),
        rotation: Rotation::default(),
    };
    ProcessRuntime::open(config, Arc::new(SystemClock)).await.unwrap()
}

async fn sandbox(runtime: &ProcessRuntime, home: &Path) -> String {
    let pod = Arc::new(PodIdentity { uid: "u".into(), ..PodIdentity::default() });
    let log_directory = home.join("logs");
    let config = PodSandboxConfig { pod, log_directory, ..PodSandboxConfig::default() };
    runtime.run_pod_sandbox(&config).await.unwrap()
}

fn config(script: &str) -> ContainerConfig {
    ContainerConfig {
        name: "main".into(),
        image: "none".into(),
        command: ["/bin/sh", "-c", script].map(str::to_owned).into(),
        log_path: "main/0.log".into(),
        ..ContainerConfig::default()
    }
}

async fn start(runtime: &ProcessRuntime, sandbox: &str, config: &ContainerConfig) -> String {
    let id = runtime.create_container(sandbox, config).await.unwrap();
    runtime.start_container(&id).await.unwrap();
    id
}

async fn until(
    runtime: &ProcessRuntime,
    wanted: impl Fn(&ContainerState) -> bool,
) -> ContainerState {
    for _ in 0..1000 {
        let observed = runtime.observe_pod("u").await.unwrap();
        if let Some(container) = observed.containers.first().filter(|c| wanted(&c.state)) {
            return container.state.clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", runtime.observe_pod("u").await);
}

fn ended(state: &ContainerState) -> bool {
    state.exit().is_some()
}

fn log(home: &Path) -> String {
    let log = std::fs::read_to_string(home.join("logs/main/0.log")).unwrap_or_default();
    log.lines().map(|line| format!("{}\n", line.splitn(4, ' ').last().unwrap_or(""))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn conforms() {
    let home = tempfile::tempdir().unwrap();
    let under_test = RuntimeUnderTest {
        runtime: Arc::new(open(home.path()).await),
        image: "none".to_owned(),
        logs: home.path().join("pods"),
        runs_commands: true,
    };
    assert_eq!(check_all(&under_test).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn volumes_are_found_by_their_paths() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let volume = home.path().join("volume");
    std::fs::create_dir_all(&volume).unwrap();
    std::fs::write(volume.join("greeting"), "hello\n").unwrap();
    let message = home.path().join("message");
    let config = ContainerConfig {
        mounts: vec![ContainerMount {
            container_path: "/etc/app".into(),
            host_path: volume,
            ..ContainerMount::default()
        }],
        envs: vec![("FILE".into(), "/etc/app/greeting".into())],
        termination_message_path: "/dev/termination-log".into(),
        termination_message_file: Some(message),
        ..config(
            "cat /etc/app/greeting \"$FILE\" \"$BOWLINE_ROOT/etc/app/greeting\"; \
             while ! test -e /etc/app/end; do sleep 0.05; done; \
             echo bye > /dev/termination-log; exit 7",
        )
    };
    let id = start(&runtime, &sandbox, &config).await;
    let exec = async |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let output = runtime.exec_sync(&id, &words, Duration::from_secs(10)).await.unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(exec(&["cat", "/etc/app/greeting"]).await, "hello\n");
    exec(&["/bin/sh", "-c", "echo > /etc/app/end"]).await;
    let state = until(&runtime, ended).await;
    assert_eq!(state.exit().unwrap().exit_code, 7);
    assert_eq!(state.exit().unwrap().message, "bye\n");
    assert_eq!(log(home.path()), "hello\nhello\nhello\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_run_says_so() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let nothing = ContainerConfig { command: Vec::new(), ..config("") };
    let error = runtime.create_container(&sandbox, &nothing).await.unwrap_err();
    assert!(error.to_string().contains("nothing to run"), "{error}");
    let missing = ContainerConfig { command: vec!["no-such-program".into()], ..config("") };
    let id = runtime.create_container(&sandbox, &missing).await.unwrap();
    let error = runtime.start_container(&id).await.unwrap_err();
    assert!(error.to_string().contains("executable file not found"), "{error}");
    let state = until(&runtime, ended).await;
    let exit = state.exit().unwrap();
    assert_eq!((exit.exit_code, exit.reason.as_str()), (128, "StartError"));
}

#[tokio::test(flavor = "multi_thread")]
async fn containers_outlive_the_agent() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let go = home.path().join("go");
    let script = format!(
        "echo before; while [ ! -e {} ]; do sleep 0.05; done; echo after; exit 5",
        go.display()
    );
    start(&runtime, &sandbox, &config(&script)).await;
    while !log(home.path()).contains("before") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // As a killed agent does, it neither says good-bye nor writes anything more.
    drop(runtime);

    let runtime = open(home.path()).await;
    assert!(until(&runtime, ContainerState::is_running).await.is_running());
    std::fs::write(&go, "").unwrap();
    let state = until(&runtime, ended).await;
    assert_eq!(state.exit().unwrap().exit_code, 5);
    assert_eq!(log(home.path()), "before\nafter\n");
    runtime.close().await;

    let runtime = open(home.path()).await;
    let state = until(&runtime, ended).await;
    assert_eq!(state.exit().unwrap().exit_code, 5, "an end is remembered");
    runtime.remove_pod_sandbox(&sandbox).await.unwrap();
    assert!(runtime.observe_pods().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_ends_while_nobody_watches_is_found_ended() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let id = start(&runtime, &sandbox, &config("sleep 0.3; echo last; exit 6")).await;
    drop(runtime);
    let exit = home.path().join("runtime/containers").join(&id).join("shim/exit");
    while !exit.exists() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let runtime = open(home.path()).await;
    let state = until(&runtime, ended).await;
    assert_eq!(state.exit().unwrap().exit_code, 6);
    assert_eq!(log(home.path()), "last\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_have_streams_and_terminals() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let id = start(&runtime, &sandbox, &config("sleep 600")).await;

    let words = ["/bin/sh", "-c", "cat; echo err >&2; exit 4"].map(str::to_owned);
    let options = StreamOptions { stdin: true, stdout: true, stderr: true, tty: false };
    let mut session = runtime.exec(&id, &words, options).await.unwrap();
    let mut stdin = session.stdin.take().unwrap();
    stdin.write_all(b"through").await.unwrap();
    stdin.shutdown().await.unwrap();
    drop(stdin);
    let (mut out, mut err) = (String::new(), String::new());
    session.stdout.take().unwrap().read_to_string(&mut out).await.unwrap();
    session.stderr.take().unwrap().read_to_string(&mut err).await.unwrap();
    assert_eq!((out.as_str(), err.as_str()), ("through", "err\n"));
    assert_eq!(session.exit.await.unwrap(), 4);

    let words = ["/bin/sh", "-c", "test -t 0 && read size && stty size"].map(str::to_owned);
    let options = StreamOptions { stdin: true, stdout: true, stderr: false, tty: true };
    let mut session = runtime.exec(&id, &words, options).await.unwrap();
    let exit = tokio::spawn(session.exit);
    let resize = session.resize.take().unwrap();
    resize.send(TerminalSize { width: 91, height: 33 }).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    session.stdin.as_mut().unwrap().write_all(b"go\n").await.unwrap();
    let mut out = String::new();
    session.stdout.take().unwrap().read_to_string(&mut out).await.unwrap();
    assert!(out.contains("33 91"), "{out:?}");
    assert_eq!(exit.await.unwrap().unwrap(), 0);
    runtime.remove_pod_sandbox(&sandbox).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_is_attached_to() {
    let home = tempfile::tempdir().unwrap();
    let runtime = open(home.path()).await;
    let sandbox = sandbox(&runtime, home.path()).await;
    let script = "while read line; do echo \"got $line\"; done; echo end";
    let config = ContainerConfig { stdin: true, stdin_once: true, ..config(script) };
    let id = start(&runtime, &sandbox, &config).await;
    let options = StreamOptions { stdin: true, stdout: true, stderr: false, tty: false };
    let mut session = runtime.attach(&id, options).await.unwrap();
    session.stdin.as_mut().unwrap().write_all(b"one\n").await.unwrap();
    let mut stdout = session.stdout.take().unwrap();
    let mut answer = [0; 8];
    stdout.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"got one\n");
    session.stdin.take().unwrap().shutdown().await.unwrap();
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "end\n");
    assert_eq!(session.exit.await.unwrap(), 0);
    assert_eq!(until(&runtime, ended).await.exit().unwrap().exit_code, 0);
}
