//! Starts the process of a container.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, Command};

use super::command::Invocation;
use super::exec::Input;
use super::pty;
use super::record::ContainerRecord;

/// Stands between the agent and the container's program: writes down its own number at the
/// beginning and the program's exit code at the end, with nothing but the shell's own commands.
/// Signals that reach the group are for the program; what the shell itself would say of its end is
/// for nobody.
const SHIM: &str = r#"trap : HUP INT QUIT USR1 USR2 TERM ALRM
shim=$1
shift
echo $$ > "$shim/pid"
exec 3>&2 2>/dev/null
"$@" 2>&3 3>&-
code=$?
echo $code > "$shim/exit"
exit $code"#;

/// The files of a container's directory.
pub(super) struct Files {
    /// Where the shim writes.
    pub(super) shim: PathBuf,
    /// The container's output.
    pub(super) stdout: PathBuf,
    /// The container's error output.
    pub(super) stderr: PathBuf,
    /// The container's own directory.
    pub(super) root: PathBuf,
}

impl Files {
    pub(super) fn new(directory: &Path) -> Self {
        Self {
            shim: directory.join("shim"),
            stdout: directory.join("stdout"),
            stderr: directory.join("stderr"),
            root: directory.join("root"),
        }
    }

    /// The exit code that the shim wrote down, once it has.
    pub(super) fn exit_code(&self) -> Option<i32> {
        number_in(&self.shim.join("exit"))
    }

    /// The number that the shim wrote down.
    pub(super) fn pid(&self) -> Option<i32> {
        number_in(&self.shim.join("pid"))
    }
}

/// The number in a file whose line has been written to its end.
fn number_in(path: &Path) -> Option<i32> {
    std::fs::read_to_string(path).ok()?.strip_suffix('\n')?.parse().ok()
}

/// A process that was started, and what this process holds of it.
pub(super) struct Launched {
    pub(super) child: Child,
    pub(super) input: Option<Input>,
    pub(super) terminal: Option<std::sync::Arc<pty::Terminal>>,
}

/// Starts a container's program, found at `program`.
pub(super) fn launch(
    record: &ContainerRecord,
    program: &Path,
    directory: &Path,
) -> io::Result<Launched> {
    let files = Files::new(directory);
    std::fs::create_dir_all(&files.shim)?;
    for path in [&files.stdout, &files.stderr] {
        std::fs::OpenOptions::new().append(true).create(true).open(path)?;
    }
    let invocation = &record.invocation;
    if invocation.user.is_some() || invocation.group.is_some() {
        std::os::unix::fs::chown(&files.shim, invocation.user, invocation.group)?;
        std::os::unix::fs::chown(&files.root, invocation.user, invocation.group)?;
    }
    let mut command = match record.tty {
        true => terminal_command(),
        false => Command::new("/bin/sh"),
    };
    command.arg("-c").arg(SHIM).arg("sh").arg(&files.shim).arg(program);
    command.args(invocation.words.iter().skip(1));
    prepare(&mut command, invocation);
    if record.tty {
        let pty = pty::open()?;
        let [stdin, stdout, stderr] = pty.far;
        let child = command.stdin(stdin).stdout(stdout).stderr(stderr).spawn()?;
        let input = Input::Terminal(pty::TerminalWriter(pty.near.clone()));
        return Ok(Launched { child, input: Some(input), terminal: Some(pty.near) });
    }
    let output = |path: &Path| std::fs::OpenOptions::new().append(true).open(path);
    command.process_group(0);
    command.stdin(if record.stdin { Stdio::piped() } else { Stdio::null() });
    command.stdout(output(&files.stdout)?).stderr(output(&files.stderr)?);
    let mut child = command.spawn()?;
    let input = child.stdin.take().map(Input::Pipe);
    Ok(Launched { child, input, terminal: None })
}

/// A shell in a session of its own, whose terminal is what it gets as input. A new session is a new
/// group too.
pub(super) fn terminal_command() -> Command {
    let mut command = Command::new("setsid");
    command.arg("--ctty").arg("/bin/sh");
    command
}

/// Environment, directory and user of a command.
pub(super) fn prepare(command: &mut Command, invocation: &Invocation) {
    command.env_clear().envs(&invocation.env).current_dir(&invocation.directory);
    if let Some(user) = invocation.user {
        command.uid(user);
    }
    if let Some(group) = invocation.group {
        command.gid(group);
    }
}
