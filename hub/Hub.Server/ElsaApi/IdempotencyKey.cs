using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi;

/// <summary>The key by which a caller who got no answer may send the same call again: what it asks for is then done once.</summary>
internal static class IdempotencyKey
{
    /// <summary>The key, or null when the caller gives none.</summary>
    /// <exception cref="DefinitionException">It is longer than 200 characters, or not visible ASCII.</exception>
    public static string? Of(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        return key.Length == 0 ? null
            : key.Length <= 200 && !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? key
            : throw new DefinitionException("Idempotency-Key", "Idempotency-Key holds 1 to 200 visible ASCII characters.", "Idempotency-Key porte 1 à 200 caractères ASCII visibles.");
    }
}
