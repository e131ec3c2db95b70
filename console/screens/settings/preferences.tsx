// How this agent likes the desk on this device, and their picture. The account menu has the quick ones too. Partner: preferences.ts.

import { Avatar, Button } from '../../../ui/controls.tsx'
import { switchNotifications, switchSound } from '../../alerts.ts'
import { COLUMNS, isShown, prefer, preferences, showColumn } from '../../preferences.ts'
import { mayAnswer } from '../../settings.ts'
import { me } from '../../state.ts'
import { preferences as words } from '../../strings/preferences.ts'
import { setAway } from '../../verbs/actions.ts'
import { choosePicture, removePicture } from '../../verbs/pictures.ts'
import { Body, Choice, Part, Row, SwitchRow } from './parts.tsx'

export function Preferences() {
  const { density, sound, notifications, letterKeys, undoSend } = preferences.value
  return (
    <Body>
      <Picture />
      <Part title={words.list}>
        <Row title={words.density} hint={words.densityHint}>
          <Choice
            label={words.density}
            value={density}
            options={[
              { value: 'comfortable', label: words.comfortable },
              { value: 'compact', label: words.compact },
            ]}
            onChange={(density) => prefer({ density })}
          />
        </Row>
      </Part>
      <Part title={words.columns} hint={words.columnsHint}>
        {COLUMNS.map((column) => (
          <SwitchRow
            key={column}
            title={words.column[column]}
            on={isShown(column)}
            onChange={(isOn) => showColumn(column, isOn)}
          />
        ))}
      </Part>
      <Part title={words.alerts} hint={words.alertsHint}>
        <SwitchRow title={words.sound} on={sound} onChange={switchSound} />
        <SwitchRow
          title={words.notifications}
          hint={words.notificationsHint}
          on={notifications}
          onChange={switchNotifications}
        />
        {mayAnswer(me.value) && (
          <SwitchRow
            title={words.away}
            hint={words.awayHint}
            on={me.value?.isAway ?? false}
            onChange={setAway}
          />
        )}
      </Part>
      <Part title={words.writing}>
        <SwitchRow
          title={words.undoSend}
          hint={words.undoSendHint}
          on={undoSend}
          onChange={(undoSend) => prefer({ undoSend })}
        />
      </Part>
      <Part title={words.keyboard}>
        <SwitchRow
          title={words.letters}
          hint={words.lettersHint}
          on={letterKeys}
          onChange={(letterKeys) => prefer({ letterKeys })}
        />
      </Part>
      <p class="quiet">{words.device}</p>
    </Body>
  )
}

function Picture() {
  const agent = me.value
  if (!agent) return null
  return (
    <Part title={words.picture} hint={words.pictureHint}>
      <Row
        title={
          <span class="part-person">
            <Avatar name={agent.name} picture={agent.picture} size={40} />
            <span>
              {agent.name}
              <span class="quiet">{agent.email}</span>
            </span>
          </span>
        }
      >
        <Button size="s" onClick={choosePicture}>
          {words.choose}
        </Button>
        {agent.picture && (
          <Button size="s" look="quiet" onClick={removePicture}>
            {words.remove}
          </Button>
        )}
      </Row>
    </Part>
  )
}
