using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// What every client saw, as JSON lines in the manner of Jepsen: <c>{"process","type","f","value","time"}</c>, the type being
/// invoke, ok (it happened), fail (it did not) or info (nobody knows, or the tests themselves did something). Time is in
/// milliseconds since the start. <see cref="HistoryChecker"/> judges the file, then or years later.
/// </summary>
internal sealed class History : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock writing = new();
    private readonly StreamWriter file;

    public History(string name)
    {
        Directory.CreateDirectory(Folder);
        Path = System.IO.Path.Combine(Folder, $"{name}.jsonl");
        file = new StreamWriter(Path) { AutoFlush = true };
    }

    /// <summary>Where the histories of this run lie: <c>HUB_HISTORIES</c>, or a folder of its own.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("HUB_HISTORIES") is { Length: > 0 } given
        ? given
        : Directory.CreateTempSubdirectory("hub-histories-").FullName;

    public string Path { get; }

    public void Invoke(string process, string f, object? value) => Write(process, "invoke", f, value);

    public void Ok(string process, string f, object? value) => Write(process, "ok", f, value);

    public void Fail(string process, string f, object? value) => Write(process, "fail", f, value);

    public void Tell(string process, string f, object? value) => Write(process, "info", f, value);

    public void Dispose() => file.Dispose();

    private void Write(string process, string type, string f, object? value)
    {
        lock (writing)
        {
            file.WriteLine(JsonSerializer.Serialize(new { process, type, f, value, time = clock.ElapsedMilliseconds }, Json));
        }
    }
}
