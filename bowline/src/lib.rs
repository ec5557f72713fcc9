//! The front door of the family: every crate, re-exported under its folder's name.

pub use bowline_api as api;
pub use bowline_apimachinery as apimachinery;
#[cfg(feature = "apiserver")]
pub use bowline_apiserver as apiserver;
#[cfg(feature = "cel")]
pub use bowline_cel as cel;
#[cfg(feature = "client")]
pub use bowline_client as client;
#[cfg(feature = "controller-runtime")]
pub use bowline_controller_runtime as controller_runtime;
#[cfg(feature = "controllers")]
pub use bowline_controllers as controllers;
#[cfg(feature = "derive")]
pub use bowline_derive::{CustomResource, Structural};
#[cfg(feature = "kubelet-core")]
pub use bowline_kubelet_core as kubelet_core;
#[cfg(feature = "proxy-core")]
pub use bowline_proxy_core as proxy_core;
#[cfg(feature = "scheduler-framework")]
pub use bowline_scheduler_framework as scheduler_framework;
