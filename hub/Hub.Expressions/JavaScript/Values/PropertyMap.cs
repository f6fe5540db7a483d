namespace Hub.Expressions.JavaScript.Values;

/// <summary>Properties in insertion order. Few are searched in a row; from nine on, a hash index is built.</summary>
internal struct PropertyMap
{
    private const int IndexFrom = 9;
    private const int Smallest = 2;

    private Entry[]? entries;
    private Dictionary<PropertyKey, int>? index;
    private int used;
    private int removed;

    /// <summary>Slots to walk with <see cref="KeyAt"/>; some may be removed.</summary>
    public readonly int Slots => used;

    public readonly int Count => used - removed;

    /// <summary>Whether the slot still holds a property.</summary>
    public readonly bool IsLive(int slot) => !entries![slot].Value.IsEmpty;

    public readonly PropertyKey KeyAt(int slot) => entries![slot].Key;

    public readonly ref JsValue ValueAt(int slot) => ref entries![slot].Value;

    public readonly ref PropertyFlags FlagsAt(int slot) => ref entries![slot].Flags;

    public readonly int Find(PropertyKey key)
    {
        if (index is not null)
        {
            return index.TryGetValue(key, out var slot) ? slot : -1;
        }

        if (key.Name is string name)
        {
            return FindName(name);
        }

        for (var i = 0; i < used; i++)
        {
            ref var entry = ref entries![i];
            if (entry.Key.Equals(key) && !entry.Value.IsEmpty)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly int FindName(string name)
    {
        var all = entries.AsSpan(0, used);
        for (var i = 0; i < all.Length; i++)
        {
            var other = all[i].Key.Name;
            if ((ReferenceEquals(other, name) || (other is string text && text.Length == name.Length && text == name)) && !all[i].Value.IsEmpty)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Tries a slot remembered from an earlier look-up by the same place in the script.</summary>
    public readonly bool IsAt(int slot, object name) =>
        (uint)slot < (uint)used && ReferenceEquals(entries![slot].Key.Name, name) && !entries[slot].Value.IsEmpty;

    /// <summary>Adds a property that is known to be absent.</summary>
    public int Add(PropertyKey key, JsValue value, PropertyFlags flags)
    {
        if (entries is null)
        {
            entries = new Entry[Smallest];
        }
        else if (used == entries.Length)
        {
            Array.Resize(ref entries, used * 2);
        }

        entries[used] = new Entry { Key = key, Value = value, Flags = flags };
        used++;
        if (used >= IndexFrom || index is not null)
        {
            Index(key);
        }

        return used - 1;
    }

    public void Reserve(int capacity)
    {
        if (entries is null && capacity > 0)
        {
            entries = new Entry[capacity];
        }
    }

    public void RemoveAt(int slot)
    {
        index?.Remove(entries![slot].Key);
        entries![slot].Value = JsValue.Empty;
        removed++;
        if (removed > 16 && removed > used / 2)
        {
            Compact();
        }
    }

    private void Index(PropertyKey key)
    {
        if (index is null)
        {
            BuildIndex();
        }
        else
        {
            index.Add(key, used - 1);
        }
    }

    /// <summary>The keys and values in order, when all are enumerable data under ordinary names. A later change may show in it or not; its keys stay.</summary>
    public readonly bool TryGetPlainRow(out ReadOnlySpan<Entry> row)
    {
        row = entries.AsSpan(0, used);
        if (removed > 0)
        {
            return false;
        }

        foreach (ref readonly var entry in row)
        {
            if (entry.Key.Name is not string || (entry.Flags & PropertyFlags.Enumerable) == 0 || entry.Value.Kind == JsKind.Accessor)
            {
                return false;
            }
        }

        return true;
    }

    private void Compact()
    {
        // Into a new array: somebody may still walk the old one.
        var kept = new Entry[entries!.Length];
        var target = 0;
        for (var i = 0; i < used; i++)
        {
            if (!entries[i].Value.IsEmpty)
            {
                kept[target++] = entries[i];
            }
        }

        entries = kept;
        used = target;
        removed = 0;
        if (index is not null)
        {
            BuildIndex();
        }
    }

    private void BuildIndex()
    {
        index = new Dictionary<PropertyKey, int>(used * 2);
        for (var i = 0; i < used; i++)
        {
            if (!entries![i].Value.IsEmpty)
            {
                index.Add(entries[i].Key, i);
            }
        }
    }

    /// <summary>One property. Its key is never overwritten.</summary>
    public struct Entry
    {
        public PropertyKey Key;
        public JsValue Value;
        public PropertyFlags Flags;
    }
}
