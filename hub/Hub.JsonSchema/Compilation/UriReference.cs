namespace Hub.JsonSchema.Compilation;

/// <summary>
/// A URI reference taken apart and resolved as RFC 3986, section 5, says; nothing is normalised beyond that, because identifiers of schemas
/// are compared as they are written.
/// </summary>
internal readonly record struct UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Parse(string text)
    {
        string? fragment = null;
        if (text.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0)
        {
            fragment = text[(hash + 1)..];
            text = text[..hash];
        }

        string? query = null;
        if (text.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
        {
            query = text[(mark + 1)..];
            text = text[..mark];
        }

        string? scheme = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0)
        {
            scheme = text[..colon];
            text = text[(colon + 1)..];
        }

        string? authority = null;
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', 2);
            authority = end < 0 ? text[2..] : text[2..end];
            text = end < 0 ? "" : text[end..];
        }

        return new UriReference(scheme, authority, text, query, fragment);
    }

    /// <summary>What the reference means seen from <paramref name="baseUri"/>; the fragment is the reference's own.</summary>
    public UriReference ResolveAgainst(UriReference baseUri)
    {
        if (Scheme is not null)
        {
            return this with { Path = WithoutDots(Path) };
        }

        if (Authority is not null)
        {
            return this with { Scheme = baseUri.Scheme, Path = WithoutDots(Path) };
        }

        var on = baseUri with { Fragment = Fragment };
        if (Path.Length == 0)
        {
            return Query is null ? on : on with { Query = Query };
        }

        if (Path[0] == '/')
        {
            return on with { Path = WithoutDots(Path), Query = Query };
        }

        var folder = baseUri.Path.LastIndexOf('/');
        var merged = folder >= 0 ? baseUri.Path[..(folder + 1)] + Path : baseUri.Authority is null ? Path : "/" + Path;
        return on with { Path = WithoutDots(merged), Query = Query };
    }

    /// <summary>The URI without its fragment.</summary>
    public string Document =>
        (Scheme is null ? "" : Scheme + ":") + (Authority is null ? "" : "//" + Authority) + Path + (Query is null ? "" : "?" + Query);

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static string WithoutDots(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return path;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".":
                    if (last)
                    {
                        kept.Add("");
                    }

                    break;
                case "..":
                    // The first segment of an absolute path is the empty one before its slash; it stays.
                    if (kept.Count > 1 || (kept.Count == 1 && kept[0].Length > 0))
                    {
                        kept.RemoveAt(kept.Count - 1);
                    }

                    if (last)
                    {
                        kept.Add("");
                    }

                    break;
                default:
                    kept.Add(segments[i]);
                    break;
            }
        }

        return string.Join('/', kept);
    }
}
