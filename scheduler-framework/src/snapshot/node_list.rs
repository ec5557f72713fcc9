//! A list of nodes that is cheap to clone and cheap to change one node of.

use std::sync::Arc;

use crate::node_info::NodeInfo;

/// Nodes a chunk; a change of a shared list copies one chunk and the list of chunks.
const CHUNK: usize = 256;

/// Nodes by index.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeList {
    chunks: Arc<Vec<Arc<Vec<Arc<NodeInfo>>>>>,
    len: usize,
}

impl NodeList {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, index: usize) -> &Arc<NodeInfo> {
        &self.chunks[index / CHUNK][index % CHUNK]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<NodeInfo>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Puts a node in the place of another and returns that one.
    pub(super) fn replace(&mut self, index: usize, node: Arc<NodeInfo>) -> Arc<NodeInfo> {
        let chunk = &mut Arc::make_mut(&mut self.chunks)[index / CHUNK];
        std::mem::replace(&mut Arc::make_mut(chunk)[index % CHUNK], node)
    }
}

impl FromIterator<Arc<NodeInfo>> for NodeList {
    fn from_iter<I: IntoIterator<Item = Arc<NodeInfo>>>(nodes: I) -> Self {
        let mut nodes = nodes.into_iter();
        let mut chunks = Vec::new();
        let mut len = 0;
        loop {
            let chunk: Vec<_> = nodes.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Self { chunks: Arc::new(chunks), len };
            }
            len += chunk.len();
            chunks.push(Arc::new(chunk));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::node;

    #[test]
    fn a_clone_keeps_its_nodes() {
        let named = |name: &str| Arc::new(NodeInfo::new(Arc::new(node(name).build())));
        let mut list: NodeList = (0..600).map(|n| named(&n.to_string())).collect();
        let fork = list.clone();
        list.replace(300, named("changed"));
        assert_eq!(
            (list.len(), list.get(300).name(), fork.get(300).name()),
            (600, "changed", "300")
        );
        let shared = |at| Arc::ptr_eq(list.get(at), fork.get(at));
        assert!(shared(0) && shared(299) && shared(599) && !shared(300));
        assert_eq!(list.iter().count(), 600);
    }
}
