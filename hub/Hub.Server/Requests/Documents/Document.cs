namespace Hub.Server.Requests.Documents;

/// <summary>A document at rest: its bytes lie in a file, payloads carry only this claim check.</summary>
/// <param name="MediaType">Found from the content, not believed from the sender.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record Document(string Id, TenantId Tenant, string MediaType, long Size, string Sha256, DateTimeOffset At);

/// <summary>Keeps a document's row; its file is on disk before.</summary>
public sealed record AddDocument(Document Document) : IChange;

/// <summary>Reads documents inside one tenant.</summary>
public interface IDocumentStore
{
    Document? Find(TenantId tenant, string id);
}
