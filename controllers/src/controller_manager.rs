//! The built-in controllers together: configured, built, run.
//!
//! Upstream: `cmd/kube-controller-manager/app/controllermanager.go`.

use std::fmt;

use bowline_client::Client;
use bowline_controller_runtime::manager::ManagerError;
use bowline_controller_runtime::{Manager, ManagerOptions};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::registry::{UnknownController, select};
use crate::setup::Setup;

/// The manager that writes are attributed to.
const USER_AGENT: &str = concat!("kube-controller-manager/", env!("CARGO_PKG_VERSION"));

/// The built-in controllers, ready to run.
///
/// ```
/// # use bowline_client::Client;
/// # use bowline_controllers::{Config, ControllerManager};
/// # use tokio_util::sync::CancellationToken;
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let shutdown = CancellationToken::new();
/// ControllerManager::builder(client, Config::default()).build()?.run(shutdown).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ControllerManager {
    manager: Manager,
}

/// Collects controllers.
#[must_use = "controllers start to exist with `build`"]
pub struct Builder {
    client: Client,
    config: Config,
    options: ManagerOptions,
    more: Vec<Add>,
}

/// Adds a controller.
type Add = Box<dyn FnOnce(&mut Setup<'_>)>;

impl ControllerManager {
    /// Controllers that work with a client, as configured.
    pub fn builder(client: Client, config: Config) -> Builder {
        let client = client.with_user_agent(USER_AGENT);
        Builder { client, config, options: ManagerOptions::default(), more: Vec::new() }
    }

    /// Runs all controllers until told to stop.
    ///
    /// # Errors
    /// When a cache does not fill or a controller ends by itself.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), ManagerError> {
        self.manager.run(shutdown).await
    }
}

impl Builder {
    /// Takes other options for the manager underneath.
    pub fn manager_options(mut self, options: ManagerOptions) -> Self {
        self.options = options;
        self
    }

    /// Adds a controller of one's own, which shares caches with the built-in ones.
    pub fn with(mut self, add: impl FnOnce(&mut Setup<'_>) + 'static) -> Self {
        self.more.push(Box::new(add));
        self
    }

    /// Puts the selected controllers together.
    ///
    /// # Errors
    /// When the selection names a controller that does not exist.
    pub fn build(self) -> Result<ControllerManager, UnknownController> {
        let Self { client, config, options, more } = self;
        let selected = select(&config.controllers)?;
        let mut manager = Manager::new(client, options);
        let mut setup = Setup::new(&mut manager, &config);
        for controller in selected {
            (controller.add)(&mut setup);
        }
        for add in more {
            add(&mut setup);
        }
        Ok(ControllerManager { manager })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("config", &self.config).finish_non_exhaustive()
    }
}
