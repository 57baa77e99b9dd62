using System.Globalization;
using Concord.Cli;
using Concord.Cli.Terminals;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Terminal.OfProcess());
