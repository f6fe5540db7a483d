namespace Hub.Server.Schemas.Members;

/// <summary>Paths of members as they are shown: a JSON Pointer where <c>[]</c> stands for any element of a list, such as <c>/children/[]/birthDate</c>.</summary>
internal static class MemberPath
{
    public static string Of(IEnumerable<string> segments) => string.Concat(segments.Select(segment => "/" + SchemaPlace.Escape(segment)));

    /// <summary>The place of one document with its indexes as <c>[]</c>. A member that is truly named by a number is taken for an index.</summary>
    public static string Generalise(string pointer) =>
        string.Join('/', pointer.Split('/').Select(segment => segment.Length > 0 && segment.All(char.IsAsciiDigit) ? "[]" : segment));
}
