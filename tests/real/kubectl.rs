//! Finds kubectl and runs it against a cluster of its own.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use bowline_examples::assembly::ClusterOptions;
use bowline_tests::cluster::TestCluster;

/// A cluster and the kubectl that drives it.
pub(crate) struct Kubectl {
    program: PathBuf,
    home: tempfile::TempDir,
    /// Ends with the value.
    _cluster: TestCluster,
}

impl Kubectl {
    /// Starts a cluster with a process node; `None` when kubectl is not installed.
    pub(crate) fn start() -> Option<Self> {
        let program = find("kubectl")?;
        let home = tempfile::tempdir().expect("a scratch folder");
        let options = ClusterOptions { process_node: true, ..ClusterOptions::default() };
        let cluster = TestCluster::with(options);
        cluster.write_kubeconfig(&home.path().join("config"));
        Some(Self { program, home, _cluster: cluster })
    }

    /// A scratch folder that goes with the value.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    fn command(&self, args: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words(args))
            .env("KUBECONFIG", self.home.path().join("config"))
            .env("HOME", self.home.path())
            // An editor that changes one word.
            .env("KUBE_EDITOR", "sed -i s/red/green/")
            .env_remove("BOWLINE_REAL");
        command
    }

    /// Runs a command line to its end.
    pub(crate) fn run(&self, args: &str) -> Output {
        self.run_with(args, "")
    }

    /// Runs a command line with text on its standard input.
    pub(crate) fn run_with(&self, args: &str, stdin: &str) -> Output {
        use std::io::Write as _;
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("kubectl starts");
        let mut input = child.stdin.take().expect("standard input is piped");
        // A command that does not read its input may be gone already.
        let _ = input.write_all(stdin.as_bytes());
        drop(input);
        child.wait_with_output().expect("kubectl ends")
    }

    /// Starts a command that runs on, such as a port-forward.
    pub(crate) fn spawn(&self, args: &str) -> Running {
        let mut command = self.command(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        Running(command.spawn().expect("kubectl starts"))
    }

    /// Runs a command line that must succeed and gives what it prints.
    pub(crate) fn ok(&self, args: &str) -> String {
        self.ok_with(args, "")
    }

    /// The same with text on standard input.
    pub(crate) fn ok_with(&self, args: &str, stdin: &str) -> String {
        let output = self.run_with(args, stdin);
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "kubectl {args}\n{out}{err}");
        out
    }

    /// Runs a command line that must fail and gives its complaint.
    pub(crate) fn fails(&self, args: &str) -> String {
        self.fails_with(args, "")
    }

    /// The same with text on standard input.
    pub(crate) fn fails_with(&self, args: &str, stdin: &str) -> String {
        let output = self.run_with(args, stdin);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "kubectl {args} succeeds");
        err
    }

    /// Runs a command until what it prints contains a text.
    pub(crate) fn until(&self, args: &str, wanted: &str) -> String {
        let mut last = String::new();
        for _ in 0..120 {
            let output = self.run(args);
            last = String::from_utf8_lossy(&output.stdout).into_owned();
            if last.contains(wanted) {
                return last;
            }
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        panic!("kubectl {args} never prints {wanted:?}, but:\n{last}");
    }
}

/// A command that is ended with the value.
pub(crate) struct Running(pub(crate) std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Finds a program; that it is not installed is reported, or a failure with `BOWLINE_REAL=1`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|dir| dir.join(program)).find(|p| p.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("BOWLINE_REAL").is_none(),
            "{program} is not on the PATH and BOWLINE_REAL is set"
        );
        println!("skipped: {program} is not on the PATH");
    }
    found
}

/// Splits a command line at blanks; single quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut begun = false;
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                begun = true;
            }
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}
