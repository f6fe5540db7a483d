using System.Net;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>A service outside that workflows call over HTTP: <c>/effects/{journey}</c> of any method. Notes each call with its idempotency key.</summary>
internal sealed class OutsideService : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly List<Call> calls = [];
    private readonly Lock writing = new();

    public OutsideService()
    {
        Address = new Uri($"http://127.0.0.1:{Repository.FreePorts(1)[0]}/");
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (writing)
            {
                return [.. calls];
            }
        }
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                lock (writing)
                {
                    calls.Add(new Call(context.Request.HttpMethod, context.Request.Url!.Segments[^1], context.Request.Headers["Idempotency-Key"] ?? ""));
                }

                try
                {
                    context.Response.Close();
                }
                catch (HttpListenerException)
                {
                    // The caller was killed meanwhile; what it asked for is done all the same.
                }
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Disposed: nobody is served any more.
        }
    }

    public sealed record Call(string Method, string Journey, string Key);
}
