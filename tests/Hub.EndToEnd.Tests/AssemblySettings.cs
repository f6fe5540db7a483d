// Each test drives several processes; together they would only measure how they starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
