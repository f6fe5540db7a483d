using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Server.Web;

/// <summary>
/// Answers 413 to a body that announces more than its route takes. Reads and throws away a bounded part of it first: a client
/// that is still sending when the connection closes sees a broken pipe instead of the answer.
/// </summary>
internal sealed class BodyGate(RequestDelegate next)
{
    private const long MaxDrained = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit?.MaxRequestBodySize is not { } most || context.Request.ContentLength is not { } announced || announced <= most)
        {
            await next(context);
            return;
        }

        if (announced <= MaxDrained && !limit.IsReadOnly)
        {
            limit.MaxRequestBodySize = null;
            await DrainAsync(context);
        }

        await context.WriteProblemAsync(HttpProblems.TooLarge, context.RequestAborted);
    }

    private static async Task DrainAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Too slow: the answer goes out all the same.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
