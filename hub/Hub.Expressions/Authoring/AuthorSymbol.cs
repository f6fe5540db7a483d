namespace Hub.Expressions.Authoring;

/// <summary>A name that authors may write: a function or variable of the host, a helper, a filter, a tag.</summary>
/// <param name="Name">The name as written; members with a point, such as <c>France.isSiret</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Signature">JavaScript: its type in TypeScript, such as <c>(name: string) => any</c>. Liquid: how it is called, such as <c>| append: text</c>.</param>
/// <param name="English">What it does, in one sentence.</param>
/// <param name="French">The same in French.</param>
public sealed record AuthorSymbol(string Name, AuthorSymbolKind Kind, string Signature, string English, string French);
