using System.Text;

namespace Hub.Connectors.Durability;

/// <summary>
/// A text file that only grows, one JSON document a line. An append completes once its line is on the disk.
/// </summary>
/// <remarks>
/// Lines that arrive while the disk is busy share the next flush, so that many effects cost few flushes.
/// A line cut by a crash is dropped at the next start: nobody was told that it had been written.
/// After a failed flush every append fails: what the disk holds is unknown until the next start.
/// </remarks>
internal sealed class DurableLines : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private Task _writer = Task.CompletedTask;
    private bool _writing;
    private Exception? _broken;

    private DurableLines(FileStream file) => _file = file;

    /// <summary>Opens or creates the file, hands every whole line to <paramref name="read"/>, and is then ready to append.</summary>
    public static DurableLines Open(string path, Action<string> read)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            file.SetLength(ReadWholeLines(file, read));
            file.Seek(0, SeekOrigin.End);
            return new DurableLines(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Hands every whole line of the file to <paramref name="read"/>; none where there is no file.</summary>
    public static void Read(string path, Action<string> read)
    {
        if (File.Exists(path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            ReadWholeLines(file, read);
        }
    }

    /// <summary>Appends one line; completes when it is on the disk.</summary>
    public Task AppendAsync(string line)
    {
        var waiting = new Waiting(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_broken is not null)
            {
                return Task.FromException(new IOException("An earlier write to this file failed; restart to read what it holds.", _broken));
            }

            _waiting.Add(waiting);
            if (!_writing)
            {
                _writing = true;
                _writer = Task.Run(WriteAll);
            }
        }

        return waiting.Written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        Task writer;
        lock (_gate)
        {
            _broken ??= new ObjectDisposedException(nameof(DurableLines));
            writer = _writer;
        }

        await writer;
        await _file.DisposeAsync();
    }

    private void WriteAll()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _writing = false;
                    return;
                }

                (batch, _waiting) = (_waiting, []);
            }

            try
            {
                _file.Write(Encoding.UTF8.GetBytes(string.Concat(batch.Select(waiting => waiting.Line + "\n"))));
                _file.Flush(flushToDisk: true);
            }
            catch (Exception broken)
            {
                lock (_gate)
                {
                    _broken = broken;
                    batch.AddRange(_waiting);
                    _waiting = [];
                    _writing = false;
                }

                batch.ForEach(waiting => waiting.Written.SetException(broken));
                return;
            }

            batch.ForEach(waiting => waiting.Written.SetResult());
        }
    }

    // Returns the length up to and including the last line feed.
    private static long ReadWholeLines(FileStream file, Action<string> read)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            read(Encoding.UTF8.GetString(bytes, start, end - start));
            start = end + 1;
        }

        return start;
    }

    private sealed record Waiting(string Line, TaskCompletionSource Written);
}
