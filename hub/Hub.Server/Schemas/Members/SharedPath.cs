namespace Hub.Server.Schemas.Members;

/// <summary>A path in the documents of one shared schema.</summary>
/// <param name="Urn">The schema's version.</param>
/// <param name="IsNested">Whether that schema was met inside another shared one, whose <c>$ref</c> names the version.</param>
internal sealed record SharedPath(string Urn, IReadOnlyList<string> Path, bool IsNested)
{
    /// <summary>
    /// Which shared schemas a path goes through: a request's <c>/guardian/address/city</c> is a path of the request's schema and, where the
    /// address is a schema of its own, <c>/city</c> of that one too.
    /// </summary>
    /// <param name="isShared">Whether a URN is a shared schema's.</param>
    public static IReadOnlyList<SharedPath> Through(SchemaMember root, IReadOnlyList<string> path, Func<string, bool> isShared)
    {
        var found = new List<SharedPath>();
        var member = root;
        for (var i = 0; ; i++)
        {
            foreach (var document in member.Places.Where(place => place.Pointer.Length == 0 && isShared(place.Document)).Select(place => place.Document).Distinct(StringComparer.Ordinal))
            {
                if (found.All(known => known.Urn != document || known.Path.Count != path.Count - i))
                {
                    found.Add(new SharedPath(document, [.. path.Skip(i)], found.Count > 0));
                }
            }

            if (i == path.Count || member.Find(path[i]) is not { } next)
            {
                return found;
            }

            member = next;
        }
    }
}
