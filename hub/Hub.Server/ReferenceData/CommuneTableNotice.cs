using Hub.Expressions.Domain;

namespace Hub.Server.ReferenceData;

/// <summary>Tells at the start whether the table of communes lies beside the program, and what is not checked where it does not.</summary>
internal sealed partial class CommuneTableNotice(ILogger<CommuneTableNotice> logger)
{
    /// <param name="place">Where the table should be.</param>
    public void Tell(string place)
    {
        if (!File.Exists(place))
        {
            Log.Missing(logger, place);
        }
    }

    /// <summary>Tells of <see cref="CommuneTable.Place"/>. The table itself is read only when a code is first asked for.</summary>
    public void Tell() => Tell(CommuneTable.Place);

    private static partial class Log
    {
        [LoggerMessage(6051, LogLevel.Warning, "The table of communes is not at {Place}: this hub was built without it. The format 'cog-commune' asks for the shape of a code only, and the functions commune, communeAt and isPostcodeOf are errors in expressions. Build again with Node.js and npm within reach.")]
        public static partial void Missing(ILogger logger, string place);
    }
}
