namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>A file without its names: what of it is surely on disk, and what is only on its way there.</summary>
internal sealed class FileNode
{
    private const int Sector = 512;

    private readonly List<Change> onItsWay = [];
    private readonly Content onDisk = new();

    /// <summary>The file's length as the program sees it.</summary>
    public long Length { get; private set; }

    public Change Begin(long offset, byte[] bytes)
    {
        var change = new Change(offset, bytes);
        onItsWay.Add(change);
        return change;
    }

    public Change BeginTruncate(long length)
    {
        var change = new Change(length, null);
        onItsWay.Add(change);
        return change;
    }

    /// <summary>The kernel took it; a sync that begins from now on covers it.</summary>
    public void End(Change change, long result)
    {
        change.IsDone = true;
        if (change.Bytes is null)
        {
            Length = change.Offset;
        }
        else
        {
            change.Bytes = change.Bytes[..(int)result];
            Length = Math.Max(Length, change.Offset + result);
        }
    }

    /// <summary>What a sync that begins now will have made durable when it ends.</summary>
    public Change[] Covered() => [.. onItsWay.Where(change => change.IsDone)];

    public void Settle(IEnumerable<Change> changes)
    {
        foreach (var change in changes)
        {
            if (onItsWay.Remove(change))
            {
                onDisk.Apply(change.Offset, change.Bytes);
            }
        }
    }

    /// <summary>The file as it may be found after the cut.</summary>
    public byte[] AfterCut(Luck luck)
    {
        var found = onDisk.Copy();
        foreach (var change in luck.Of(onItsWay))
        {
            if (change.Bytes is null || !luck.TearsWrites)
            {
                found.Apply(change.Offset, change.Bytes);
                continue;
            }

            // A disk writes sectors, in whatever order.
            for (var at = 0; at < change.Bytes.Length;)
            {
                var end = (int)Math.Min(change.Bytes.Length, (((change.Offset + at) / Sector) + 1) * Sector - change.Offset);
                if (luck.Coin())
                {
                    found.Apply(change.Offset + at, change.Bytes[at..end]);
                }

                at = end;
            }
        }

        return found.ToArray();
    }

    /// <summary>A write, or with no bytes a change of the length.</summary>
    internal sealed class Change(long offset, byte[]? bytes)
    {
        public long Offset { get; } = offset;

        public byte[]? Bytes { get; set; } = bytes;

        public bool IsDone { get; set; }
    }

    private sealed class Content
    {
        private byte[] buffer = [];
        private int length;

        public void Apply(long offset, byte[]? bytes)
        {
            if (bytes is null)
            {
                Reach((int)offset);
                buffer.AsSpan((int)offset, Math.Max(0, length - (int)offset)).Clear();
                length = (int)offset;
                return;
            }

            Reach((int)offset + bytes.Length);
            bytes.CopyTo(buffer, (int)offset);
            length = Math.Max(length, (int)offset + bytes.Length);
        }

        public Content Copy() => new() { buffer = ToArray(), length = length };

        public byte[] ToArray() => buffer[..length];

        private void Reach(int size)
        {
            if (size > buffer.Length)
            {
                Array.Resize(ref buffer, Math.Max(size, buffer.Length * 2));
            }
        }
    }
}
