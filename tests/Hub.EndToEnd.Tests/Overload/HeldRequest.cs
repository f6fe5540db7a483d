using System.Net.Sockets;
using System.Text;

namespace Hub.EndToEnd.Tests.Overload;

/// <summary>
/// A request that announces a body of one mebibyte and sends it so slowly that it never ends by itself: it holds its place at the
/// hub until the test lets it go, or is refused before its body is read.
/// </summary>
internal sealed class HeldRequest : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private readonly TcpClient connection = new();
    private readonly CancellationTokenSource leaving = new();
    private readonly TaskCompletionSource<string> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task feeding = Task.CompletedTask;
    private Task reading = Task.CompletedTask;

    /// <summary>What the hub answered; not completed while the request is held.</summary>
    public Task<string> Answer => answer.Task;

    public static async Task<HeldRequest> SendAsync(Uri hub, string path, string key)
    {
        var held = new HeldRequest();
        await held.connection.ConnectAsync(hub.Host, hub.Port);
        var stream = held.connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {hub.Authority}\r\nAuthorization: ApiKey {key}\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n{{"));
        held.feeding = held.FeedAsync(stream);
        held.reading = held.ReadAsync(stream);
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        connection.Dispose();
        await feeding;
        await reading;
        leaving.Dispose();
    }

    // More than the least rate below which a server hangs up, and far too little to end.
    private async Task FeedAsync(NetworkStream stream)
    {
        var spaces = Encoding.ASCII.GetBytes(new string(' ', 1024));
        using var beat = new PeriodicTimer(Beat);
        try
        {
            while (await beat.WaitForNextTickAsync(leaving.Token))
            {
                await stream.WriteAsync(spaces, leaving.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Let go, or refused.
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[8192];
        var text = new StringBuilder();
        try
        {
            while (await stream.ReadAsync(buffer, leaving.Token) is var count && count > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (text.ToString().Contains("\"traceId\"", StringComparison.Ordinal))
                {
                    break;
                }
            }

            answer.TrySetResult(text.ToString());
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            answer.TrySetCanceled();
        }
    }
}
