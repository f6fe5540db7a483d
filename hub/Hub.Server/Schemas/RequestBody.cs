namespace Hub.Server.Schemas;

/// <summary>Reads a request's body whole; its size is bounded by the route.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadAllAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
