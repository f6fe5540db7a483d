// One browser at a time: two would only measure how they starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
