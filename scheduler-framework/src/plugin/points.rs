//! [`Plugin`] and the places where it can stand.

use std::fmt;
use std::sync::Arc;

use super::{
    Bind, EnqueueExtensions, Filter, Permit, PostBind, PostFilter, PreBind, PreEnqueue, PreFilter,
    PreScore, QueueSort, Reserve, Score,
};

/// A part of the scheduler that has a name and stands at one or more extension points.
///
/// # Example
/// ```
/// use std::sync::Arc;
/// use bowline_scheduler_framework::plugin::{Cycle, ExtensionPoints, Filter, Plugin};
/// use bowline_scheduler_framework::{BoxError, NodeInfo, PodInfo, Verdict};
///
/// struct NotOnFridays;
///
/// impl Plugin for NotOnFridays {
///     fn name(&self) -> &'static str {
///         "NotOnFridays"
///     }
///     fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
///         at.filter(self);
///     }
/// }
///
/// impl Filter for NotOnFridays {
///     fn filter(&self, _: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
///         Ok(match node.label("today") {
///             Some("friday") => Verdict::unschedulable("node(s) were about to go home"),
///             _ => Verdict::Fits,
///         })
///     }
/// }
///
/// let mut at = ExtensionPoints::default();
/// Arc::new(NotOnFridays).register(&mut at);
/// assert_eq!(at.names(), ["Filter"]);
/// ```
pub trait Plugin: Send + Sync + 'static {
    /// The name in configurations, statuses and metrics; unique in a scheduler.
    fn name(&self) -> &'static str;

    /// States at which extension points the plugin stands. Called once, when it is built.
    fn register(self: Arc<Self>, at: &mut ExtensionPoints);
}

impl fmt::Debug for dyn Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! extension_points {
    ($($method:ident: $point:ident,)*) => {
        /// Where one plugin stands.
        #[derive(Clone, Default)]
        pub struct ExtensionPoints {
            $(pub(crate) $method: Option<Arc<dyn $point>>,)*
        }

        impl ExtensionPoints {
            $(
                #[doc = concat!("Stand at [`", stringify!($point), "`].")]
                pub fn $method(&mut self, plugin: Arc<impl $point>) -> &mut Self {
                    self.$method = Some(plugin);
                    self
                }
            )*

            /// The names of the points, in the order in which they come.
            #[must_use]
            pub fn names(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(
                    if self.$method.is_some() {
                        names.push(stringify!($point));
                    }
                )*
                names
            }
        }

        const _: () = {
            $(
                const fn $method(_: Option<&dyn $point>) {}
                $method(None);
            )*
        };
    };
}

extension_points! {
    pre_enqueue: PreEnqueue,
    queue_sort: QueueSort,
    enqueue_extensions: EnqueueExtensions,
    pre_filter: PreFilter,
    filter: Filter,
    post_filter: PostFilter,
    pre_score: PreScore,
    score: Score,
    reserve: Reserve,
    permit: Permit,
    pre_bind: PreBind,
    bind: Bind,
    post_bind: PostBind,
}

impl fmt::Debug for ExtensionPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
