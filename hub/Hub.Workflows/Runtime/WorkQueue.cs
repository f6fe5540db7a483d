namespace Hub.Workflows.Runtime;

/// <summary>First in, first out; a ring that grows. Owners count their items, so that a flowchart knows at once whether work is pending.</summary>
internal sealed class WorkQueue
{
    private WorkItem[] _items = new WorkItem[4];
    private int _head;

    public int Count { get; private set; }

    public void Add(in WorkItem item)
    {
        if (Count == _items.Length)
        {
            var larger = new WorkItem[_items.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = _items[(_head + i) % _items.Length];
            }

            (_items, _head) = (larger, 0);
        }

        _items[(_head + Count) % _items.Length] = item;
        Count++;
        if (item.Owner is not null)
        {
            item.Owner.QueuedChildren++;
        }
    }

    public bool TryTake(out WorkItem item)
    {
        if (Count == 0)
        {
            item = default;
            return false;
        }

        item = _items[_head];
        _items[_head] = default;
        _head = (_head + 1) % _items.Length;
        Count--;
        if (item.Owner is not null)
        {
            item.Owner.QueuedChildren--;
        }

        return true;
    }

    /// <summary>The item that comes next.</summary>
    public ref WorkItem First => ref _items[_head];

    /// <summary>Takes all out, in order.</summary>
    public WorkItem[] TakeAll()
    {
        var items = new WorkItem[Count];
        for (var i = 0; i < items.Length; i++)
        {
            TryTake(out items[i]);
        }

        return items;
    }

    /// <summary>The steps that are queued.</summary>
    public IEnumerable<Graph.GraphNode> Nodes()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return _items[(_head + i) % _items.Length].Node;
        }
    }

    /// <summary>Puts another step into the place of each.</summary>
    public void Replace(Func<Graph.GraphNode, Graph.GraphNode> step)
    {
        for (var i = 0; i < Count; i++)
        {
            ref var item = ref _items[(_head + i) % _items.Length];
            item.Node = step(item.Node);
        }
    }

    /// <summary>Takes back what an execution has scheduled, and its own going on.</summary>
    public void Withdraw(ActivityContext context)
    {
        var kept = Count;
        for (var i = 0; i < kept; i++)
        {
            // TryTake and Add keep the order: every item goes round once.
            TryTake(out var item);
            if (item.Owner != context && item.Existing != context)
            {
                Add(item);
            }
        }
    }

    public bool Holds(ActivityContext owner, Graph.GraphNode node)
    {
        for (var i = 0; i < Count; i++)
        {
            ref var item = ref _items[(_head + i) % _items.Length];
            if (item.Owner == owner && item.Node == node)
            {
                return true;
            }
        }

        return false;
    }

    public void Clear()
    {
        while (TryTake(out _))
        {
        }
    }
}
