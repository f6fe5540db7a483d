using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Web;

/// <summary>The language of an answer: English where <c>Accept-Language</c> prefers it to French, French otherwise.</summary>
public static class RequestLanguage
{
    public static CultureInfo French { get; } = CultureInfo.GetCultureInfo("fr-FR");

    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en-GB");

    public static CultureInfo Of(HttpRequest request) => WishOf(request) ?? French;

    /// <summary>The language that the request asks for; null where it names neither French nor English, as programs do.</summary>
    public static CultureInfo? WishOf(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wishes))
        {
            return null;
        }

        double french = -1, english = -1;
        foreach (var wish in wishes)
        {
            var quality = wish.Quality ?? 1;
            if (Speaks(wish.Value, "fr"))
            {
                french = Math.Max(french, quality);
            }
            else if (Speaks(wish.Value, "en"))
            {
                english = Math.Max(english, quality);
            }
        }

        return english > 0 && english > french ? English : french > 0 ? French : null;
    }

    private static bool Speaks(Microsoft.Extensions.Primitives.StringSegment tag, string language) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}
