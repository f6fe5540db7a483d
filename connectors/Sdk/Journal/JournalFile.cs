using System.Threading.Channels;

namespace Hub.Connectors.Sdk.Journal;

/// <summary>
/// A file of lines that only grows. A line counts once it is on disk: <see cref="AppendAsync"/> completes after the flush,
/// and lines that arrive together share one.
/// </summary>
internal sealed class JournalFile : IAsyncDisposable
{
    private const byte NewLine = (byte)'\n';

    private readonly string _path;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private FileStream _file;
    private long _end;

    private JournalFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _end = file.Length;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Bytes on disk.</summary>
    public long Length => Volatile.Read(ref _end);

    /// <summary>Opens or creates the file and gives each whole line with its offset. A last line without its end, left by a crash, is cut off.</summary>
    public static JournalFile Open(string path, Action<long, ReadOnlyMemory<byte>> onLine)
    {
        var file = PrivateFile.Open(path, FileShare.Read);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var start = 0;
        while (content.AsSpan(start).IndexOf(NewLine) is var length and >= 0)
        {
            if (length > 0)
            {
                onLine(start, content.AsMemory(start, length));
            }

            start += length + 1;
        }

        if (start < content.Length)
        {
            file.SetLength(start);
        }

        return new JournalFile(path, file);
    }

    /// <summary>Completes with the line's offset when it is on disk. The line has no line break in it.</summary>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> line)
    {
        var entry = new Entry(line, Snapshot: null);
        return _entries.Writer.TryWrite(entry) ? entry.Done.Task : Task.FromException<long>(new ObjectDisposedException(nameof(JournalFile)));
    }

    /// <summary>
    /// Replaces the file by these lines. The snapshot is taken when everything appended before is on disk; whoever gives it must have put
    /// into it what was appended before, and its lines must bear being read twice.
    /// </summary>
    public Task RewriteAsync(Func<IReadOnlyList<byte[]>> snapshot)
    {
        var entry = new Entry(default, snapshot);
        return _entries.Writer.TryWrite(entry) ? entry.Done.Task : Task.FromException(new ObjectDisposedException(nameof(JournalFile)));
    }

    public byte[] Read(long offset, int length)
    {
        var line = new byte[length];
        var read = 0;
        while (read < length)
        {
            var count = RandomAccess.Read(_file.SafeFileHandle, line.AsSpan(read), offset + read);
            read += count > 0 ? count : throw new EndOfStreamException($"The journal {_path} is shorter than it was: {offset + length} bytes were expected.");
        }

        return line;
    }

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Entry>();
        var offsets = new List<long>();
        using var buffer = new MemoryStream();
        while (await _entries.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            offsets.Clear();
            buffer.SetLength(0);
            Entry? rewrite = null;
            while (rewrite is null && _entries.Reader.TryRead(out var entry))
            {
                if (entry.Snapshot is not null)
                {
                    rewrite = entry;
                    break;
                }

                batch.Add(entry);
                offsets.Add(_end + buffer.Length);
                buffer.Write(entry.Line.Span);
                buffer.WriteByte(NewLine);
            }

            WriteBatch(batch, offsets, buffer);
            if (rewrite is not null)
            {
                Rewrite(rewrite);
            }
        }
    }

    private void WriteBatch(List<Entry> batch, List<long> offsets, MemoryStream buffer)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            RandomAccess.Write(_file.SafeFileHandle, buffer.GetBuffer().AsSpan(0, (int)buffer.Length), _end);
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            Volatile.Write(ref _end, _end + buffer.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Half a batch must not stand before the next one.
            TryCutTo(_end);
            foreach (var entry in batch)
            {
                entry.Done.TrySetException(exception);
            }

            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Done.TrySetResult(offsets[i]);
        }
    }

    private void Rewrite(Entry entry)
    {
        var replacement = _path + ".new";
        try
        {
            File.Delete(replacement);
            var file = PrivateFile.Open(replacement, FileShare.Read);
            foreach (var line in entry.Snapshot?.Invoke() ?? [])
            {
                file.Write(line);
                file.WriteByte(NewLine);
            }

            RandomAccess.FlushToDisk(file.SafeFileHandle);

            // If the renaming itself is lost in a power cut, the old file is there again; it holds the same facts and some that are done.
            // On journalling file systems the next flush of the new file also makes its new name durable.
            File.Move(replacement, _path, overwrite: true);
            _file.Dispose();
            _file = file;
            Volatile.Write(ref _end, file.Length);
            entry.Done.TrySetResult(0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            entry.Done.TrySetException(exception);
        }
    }

    private void TryCutTo(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // The next write starts at the same offset and covers what is left.
        }
    }

    private sealed record Entry(ReadOnlyMemory<byte> Line, Func<IReadOnlyList<byte[]>>? Snapshot)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
