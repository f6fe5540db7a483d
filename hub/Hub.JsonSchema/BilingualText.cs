namespace Hub.JsonSchema;

/// <summary>One sentence in French and in English. Never holds a value of the document: it may be personal data.</summary>
public sealed record BilingualText(string Fr, string En);
