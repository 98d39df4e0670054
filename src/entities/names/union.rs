//! Sets that grow together.

/// A union-find over `0..n`.
#[derive(Debug)]
pub(super) struct Union {
    parents: Vec<usize>,
}

impl Union {
    /// Returns `n` sets of one.
    pub fn new(n: usize) -> Self {
        Union { parents: (0..n).collect() }
    }

    /// Returns what stands for the set of an element.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    /// Makes one set of two; the lower element stands for it.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// Whether two elements are in one set.
    pub fn is_joined(&mut self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }
}
